"""Fills a new database, so that every list has something in it: people who link their accounts as the widget would,
with success and without. Users, invites and the like are made by the tests themselves."""

import itertools

from sealing import Sealer

# What George types, and where.
UPWORK = ('upwork', 'email', {'email': 'gpalomero1234@smileapi.io', 'password': '123456'})
JOYRIDE = ('joyride', 'mobile', {'mobile': '+639559991234', 'password': '123456'})
SSS = ('sss', 'username', {'username': 'George', 'password': '123456'})
LOCKED = ('upwork', 'email', {'email': 'error_ACCOUNT_LOCKED', 'password': 'any'})

# Tests delete some of what they find.
ROUNDS = 6


def seed(service):
    for _ in range(ROUNDS):
        made = service.call('POST', '/users', {'externalMetadata': {'customer': '42'}})
        session = service.link('POST', '/sessions', {'linkToken': made['token']['accessToken']})
        token, sealer = session['sessionToken'], Sealer(session['session'])
        for source, wanted in ((UPWORK, 'CONNECTED'), (JOYRIDE, 'CONNECTED'), (SSS, 'CONNECTED'), (LOCKED, 'ERROR')):
            status = _link(service, token, sealer, source)
            if status != wanted:
                raise RuntimeError(f'an account at {source[0]} is {status}, not {wanted}')


_keys = itertools.count()


def _link(service, token, sealer, source):
    provider, option, credentials = source
    key = f'seed-{next(_keys):08}'
    account = service.link('POST', '/accounts', {
        'idempotencyKey': key,
        'providerId': provider,
        'loginOptionId': option,
        'credentials': sealer.credentials(credentials, provider, option, key),
    }, token)
    while True:
        address = f'/accounts/{account["accountId"]}'
        if account['status'] == 'PENDING':
            query = f'?afterVersion={account["version"]}&waitSeconds=10'
            account = service.link('GET', f'{address}{query}', token=token)
        elif account['status'] == 'AWAITING_MFA':
            challenge_id = account['challenge']['challengeId']
            answer = sealer.answer({'oneTimeCode': '1234'}, account['accountId'], challenge_id)
            body = {'challengeId': challenge_id, 'answer': answer}
            account = service.link('POST', f'{address}/challenge', body, token)
        else:
            return account['status']
