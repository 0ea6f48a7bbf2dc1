"""The findings of a schemathesis run, from its reports: failures, operations that never succeeded, and refusals of valid
requests."""

import base64
import collections
import json
import re
import xml.etree.ElementTree as ElementTree

# Rules that a document cannot express, by the messages of their refusals.
ONE_LINE = r'[\w.]+ must be a single line'
FILES = [r'rawFiles\.\d+\.fileContent must be base64', r'rawFiles\.\d+ was rejected', 'rawFiles must hold 1 to 10']
ADDRESS = r'(email|email\.replyAddress) must be an e-mail address'
LOGO = r'(company\.)?logoUrl must start with https://'
INVITATION = [ONE_LINE, ADDRESS, LOGO, r'[\w.]+ (uses|has) \$\{']
LOOK = [ONE_LINE, LOGO, r'(providers|topProviders)\[\d+\] is ".*", which is no provider']
WEBHOOK = [r'url (must be an address|must start with https://|must not contain|resolves to)']
CURSOR = 'cursor must be the nextCursor of a page'
REFUSALS = {
    # OpenAPI 3.0 cannot describe the keys of an object, which the public specification's prose limits.
    'POST /users': ['externalMetadata may have ASCII characters only', 'externalMetadata may have keys of at most'],
    'POST /accounts/{accountId}/disableMonitor': ['this account has no monitor to disable'],
    'POST /archives': ['rawFiles of a COMPANY_ID must be two', 'fileType must be a type that GET /fileTypes lists', *FILES],
    'POST /archives/classify': FILES,
    'POST /archives/-/payslips/uploadRawFile': FILES,
    'POST /webhooks': WEBHOOK,
    'POST /consentTemplates': [ONE_LINE],
    'POST /inviteTemplates': INVITATION,
    'PUT /inviteTemplates/{id}': INVITATION,
    'POST /invites': [ONE_LINE, ADDRESS],
    'POST /winkTemplates': LOOK,
    'PUT /winkTemplates/{id}': LOOK,
}


def refusals(operation):
    """The messages with which an operation may refuse a request that is valid by the document."""
    return [*REFUSALS.get(operation, []), *([CURSOR] if operation.startswith('GET ') else [])]


def failures(report):
    """The number of passed tests, and `(operation, code, message)` of each failed one."""
    passed, failed = 0, []
    for case in ElementTree.parse(report).getroot().iter('testcase'):
        broken = [element for element in case if element.tag in ('failure', 'error')]
        passed += not broken
        for element in broken:
            text = element.text or element.get('message') or ''
            parts = re.split(r'^- (ST\d+) (.*)$', text, flags=re.MULTILINE)
            if len(parts) == 1:
                failed.append((case.get('name'), 'error', text.strip().splitlines()[0]))
            for code, title, rest in zip(parts[1::3], parts[2::3], parts[3::3]):
                lines = [line.strip() for line in rest.splitlines() if line.strip()]
                failed.append((case.get('name'), code, ': '.join([title, *lines[:1]])))
    return passed, failed


def of_answers(events):
    """Findings from the answers. The success answers of an operation that never succeeded were not tested."""
    succeeded, refused = {}, collections.defaultdict(set)
    for label, recorder in _scenarios(events):
        if ' /' in label:
            succeeded.setdefault(label, False)
        for case_id, interaction in recorder.get('interactions', {}).items():
            case, answer = recorder['cases'][case_id]['value'], interaction.get('response')
            if not answer:
                continue
            operation, status = f'{case["method"]} {case["path"]}', answer['status_code']
            if 200 <= status < 300:
                succeeded[operation] = True
            is_as_described = case.get('meta', {}).get('generation', {}).get('mode') == 'positive'
            if status == 400 and is_as_described and refusals(operation):
                words = json.loads(base64.b64decode(answer['content']['$base64']))['message']
                if not any(re.match(pattern, words) for pattern in refusals(operation)):
                    refused[operation].add(words)
    for operation, has_succeeded in succeeded.items():
        if not has_succeeded:
            yield operation, 'success', 'was never seen'
    for operation, all_words in refused.items():
        for words in sorted(all_words):
            yield operation, 'refuses', f'what is as described: {words}'


def _scenarios(events):
    with open(events) as lines:
        for line in lines:
            recorder = json.loads(line).get('ScenarioFinished', {}).get('recorder')
            if recorder:
                yield recorder['label'], recorder
