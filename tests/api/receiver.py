"""A host's webhook endpoint that accepts every event and remembers its type."""

import http.server
import json
import threading


class Receiver:
    def __init__(self):
        self._types = set()
        self._changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers['content-length'])))
                with receiver._changed:
                    receiver._types.add(event['type'])
                    receiver._changed.notify_all()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{server.server_port}/events'
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def wait_for(self, kind, seconds):
        """Waits up to `seconds` for an event of this type. Returns whether it came."""
        with self._changed:
            return self._changed.wait_for(lambda: kind in self._types, seconds)
