"""Seals credentials and answers as the widget does; docs/link-api.md has the format."""

import base64
import json
import os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class Sealer:
    def __init__(self, session):
        self.session_id, key = session['sessionId'], session['sealingKey']
        self.key_id = key['id']
        self.public_key = serialization.load_der_public_key(base64.b64decode(key['spki']))

    def credentials(self, credentials, provider_id, login_option_id, idempotency_key):
        return self._seal(credentials, 'wink credentials', provider_id, login_option_id, idempotency_key)

    def answer(self, answer, account_id, challenge_id):
        return self._seal(answer, 'wink answer', account_id, challenge_id)

    def _seal(self, value, purpose, *parts):
        key, nonce = AESGCM.generate_key(256), os.urandom(12)
        context = '\n'.join([purpose, self.session_id, *parts]).encode()
        sealed = {
            'wrappedKey': self.public_key.encrypt(key, OAEP),
            'nonce': nonce,
            'ciphertext': AESGCM(key).encrypt(nonce, json.dumps(value).encode(), context),
        }
        encoded = {name: base64.b64encode(content).decode() for name, content in sealed.items()}
        return {'version': 1, 'keyId': self.key_id, **encoded}
