"""The real service, with its own port and database."""

import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

READY_SECONDS = 60

# Thousands of requests come from one tenant, and each that is as described must succeed.
QUOTAS = ','.join(f'{name}=0' for name in [
    'webhooks', 'templates', 'user-documents', 'user-megabytes', 'tenant-documents', 'tenant-megabytes', 'tenant-invites',
    'recipient-invites', 'sandbox-logins',
])


class Service:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='wink-api-'))
        with socket.socket() as listener:
            listener.bind(('127.0.0.1', 0))
            self.origin = f'http://127.0.0.1:{listener.getsockname()[1]}'

    def __enter__(self):
        self.log = open(self.folder / 'log', 'w')
        self.process = subprocess.Popen(
            [
                os.environ['WINK_SERVICE_BIN'], 'serve',
                '--listen', self.origin.removeprefix('http://'),
                '--database', str(self.folder / 'wink.db'),
                '--rate-limit', '0', '--secret-limit', '0', '--link-rate-limit', '0', '--sandbox-pace', '0',
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log,
            env={**os.environ, 'WINK_LOG': 'warn', 'WINK_QUOTAS': QUOTAS},
        )
        until = time.monotonic() + READY_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            try:
                urllib.request.urlopen(f'{self.origin}/readyz').close()
                keys = json.loads((self.folder / 'sandbox-keys.json').read_text())
                self.key, self.secret = keys['apiKey'], keys['apiSecret']
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f'the service did not start: {self.complaints()}')

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def complaints(self):
        """The log, which contains little except errors."""
        return (self.folder / 'log').read_text()

    def document(self):
        with urllib.request.urlopen(f'{self.origin}/v1/openapi.json') as answer:
            return json.load(answer)

    def call(self, method, path, body=None):
        """The Open API, as a host's server calls it."""
        basic = base64.b64encode(f'{self.key}:{self.secret}'.encode()).decode()
        return self._send(method, f'/v1{path}', body, f'Basic {basic}')['data']

    def link(self, method, path, body=None, token=None):
        """The Link API, as the widget calls it."""
        return self._send(method, f'/link/v1{path}', body, token and f'Bearer {token}')

    def _send(self, method, path, body, authorization):
        request = urllib.request.Request(f'{self.origin}{path}', method=method)
        if authorization:
            request.add_header('authorization', authorization)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header('content-type', 'application/json')
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f'{method} {path}: {error.code} {error.read().decode()}') from error
