# syntax=docker/dockerfile:1
# The service with the widget's files: docker build -t wink . (docs/deploy.md says how to run it)

FROM rust:1-bookworm AS build
# For the cryptography. The widget needs no Node.js.
RUN apt-get update && apt-get install -y --no-install-recommends cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /wink
COPY . .
# The target folder stays in the builder's cache, so what is needed is copied out of it.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/wink/target \
    cargo xtask build \
    && cargo build --locked --profile service --package wink-service \
    && mkdir /out && cp target/service/wink-service /out/ && cp -r dist /out/assets \
    && /out/wink-service man /out/man

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
        fonts-droid-fallback \
        tesseract-ocr tesseract-ocr-eng tesseract-ocr-fil tesseract-ocr-ind tesseract-ocr-chi-sim tesseract-ocr-ara \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin wink \
    && install -d -o wink -g wink -m 0700 /data
COPY --from=build /out/wink-service /usr/local/bin/
COPY --from=build /out/assets /usr/share/wink/
COPY --from=build /out/man /usr/local/share/man/man1/
USER wink
WORKDIR /
# It listens for other machines, so it needs WINK_PUBLIC_URL; WINK_SANDBOX=true adds the sandbox.
ENV WINK_LISTEN=0.0.0.0:8080 \
    WINK_DATABASE=/data/wink.db \
    WINK_DATA=/data \
    WINK_ASSETS=/usr/share/wink
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["wink-service", "healthcheck"]
ENTRYPOINT ["wink-service"]
CMD ["serve"]
