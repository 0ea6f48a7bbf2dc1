"""Fills a new database, so that no list is empty and every operation has an object to work on: people who link their
accounts as with the widget, successfully or not, documents that are analysed, templates, invites, and a webhook that
receives all events. Half of the objects are spare: tests may delete them."""

import base64
import itertools
import pathlib
import time

from receiver import Receiver
from sealing import Sealer

# What George types, and where.
UPWORK = ('upwork', 'email', {'email': 'gpalomero1234@smileapi.io', 'password': '123456'})
JOYRIDE = ('joyride', 'mobile', {'mobile': '+639559991234', 'password': '123456'})
SSS = ('sss', 'username', {'username': 'George', 'password': '123456'})
LOCKED = ('upwork', 'email', {'email': 'error_ACCOUNT_LOCKED', 'password': 'any'})

PAYSLIP = pathlib.Path(__file__).parents[2] / 'static/samples/payslip-george.pdf'

# Every other object is spare.
ROUNDS = 4
READ_SECONDS = 60


class Seeds:
    """Data for requests: ids of users whose objects are spare, a readable file, and a receiver of events."""

    def __init__(self, receiver):
        self.spare_users = set()
        self.payslip = base64.b64encode(PAYSLIP.read_bytes()).decode()
        self.receiver = receiver


def seed(service):
    receiver = Receiver()
    seeds = Seeds(receiver)
    for name in ('receives everything', 'spare'):
        service.call('POST', '/webhooks', {
            'name': name, 'url': receiver.url, 'secret': 'a little secret, long enough', 'active': True, 'includePayload': True,
            'eventTypes': ['ALL_EVENTS'],
        })
    for round_number in range(ROUNDS):
        made = service.call('POST', '/users', {'externalMetadata': {'customer': '42'}})
        user_id = made['user']['id']
        if round_number % 2:
            seeds.spare_users.add(user_id)
        session = service.link('POST', '/sessions', {'linkToken': made['token']['accessToken']})
        token, sealer = session['sessionToken'], Sealer(session['session'])
        shown = session['session']['template']['consent']
        agreed = {'version': shown['version'], 'language': shown['language']}
        service.link('POST', '/session/consent', agreed, token)
        for source, wanted in ((UPWORK, 'CONNECTED'), (JOYRIDE, 'CONNECTED'), (SSS, 'CONNECTED'), (LOCKED, 'ERROR')):
            status = _link(service, token, sealer, source)
            if status != wanted:
                raise RuntimeError(f'an account at {source[0]} is {status}, not {wanted}')
        _documents(service, seeds, user_id)
        _invite(service, round_number)
    if not receiver.wait_for('ARCHIVE_ANALYZED', READ_SECONDS):
        raise RuntimeError('the webhook received no event of a payslip that was read')
    return seeds


def _documents(service, seeds, user_id):
    """A payslip, a payslip to classify, a document that is stored unread, and an unreadable one."""
    def file(name):
        return {'fileName': name, 'fileExtensionType': 'PDF', 'fileContent': seeds.payslip}

    upload = {'userId': user_id, 'fileExtensionType': 'PDF', 'fileContent': seeds.payslip}
    given = [
        (service.call('POST', '/archives/-/payslips/uploadRawFile', upload), 'ANALYZED'),
        (service.call('POST', '/archives/classify', {'userId': user_id, 'rawFiles': [file('any.pdf')]}), 'ANALYZED'),
    ]
    for name, status in (('unsupported.pdf', 'UNSUPPORTED'), ('error_UNREADABLE_FILE.pdf', 'ERROR')):
        body = {'userId': user_id, 'fileType': 'PAYSLIP', 'rawFiles': [file(name)]}
        given.append((service.call('POST', '/archives', body), status))
    for archive, wanted in given:
        status = _read(service, archive['id'])
        if status != wanted:
            raise RuntimeError(f'a document is {status}, not {wanted}')


def _read(service, archive_id):
    until = time.monotonic() + READ_SECONDS
    while time.monotonic() < until:
        status = service.call('GET', f'/archives/{archive_id}')['state']['status']
        if status != 'STARTED':
            return status
        time.sleep(0.05)
    return 'STARTED'


def _invite(service, round_number):
    """An invite, and the three kinds of template."""
    consent = service.call('POST', '/consentTemplates', {
        'consentType': 'Terms and Conditions', 'version': '1.0.0', 'consentText': '# Terms\nI share my income.',
    })
    look = service.call('POST', '/winkTemplates', {
        'name': f'Look {round_number}', 'companyName': 'XYZ Bank', 'theme': {'primaryColor': '#0b6e4f'},
        'consentTemplateId': consent['id'],
    })
    page = {'header': 'Share your income with ${companyName}', 'description': 'It is quick.', 'button': 'Start now'}
    template = service.call('POST', '/inviteTemplates', {
        'name': f'Invitation {round_number}',
        'company': {'name': 'XYZ Bank', 'logoUrl': 'https://xyzbank.example/logo.png'},
        'email': {
            'sendEmail': True, 'senderName': 'XYZ Bank', 'replyAddress': 'replies@xyzbank.example',
            'subject': 'Your income', 'body': 'Hello ${firstName}, please share your income.',
        },
        'landingPage': page, 'successPage': page,
    })
    service.call('POST', '/invites', {
        'fullName': 'George Palomero Jr.', 'email': 'gpalomero1234@smileapi.io', 'templateId': template['id'],
        'winkTemplateId': look['id'],
    })


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
