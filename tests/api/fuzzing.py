"""Runs schemathesis against the service: requests made from a document, good and bad, and answers held against it."""

import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SEED = 20211115
EXAMPLES = 20
# Requests are many and the machine may be slow; what hangs must still end.
REQUEST_SECONDS = 60
# What else an operation may answer to a request that is as described.
PRECONDITIONS = {
    # An account without a monitor is refused, and nothing in a request says whether there is one.
    '/accounts/{accountId}/disableMonitor': ['400'],
    # What is in a file, no document can say.
    '/archives': ['400'],
    '/archives/classify': ['400'],
    '/archives/-/payslips/uploadRawFile': ['400'],
    # Where an address leads, no pattern can say.
    '/webhooks': ['400'],
    # Names are on one line, variables are known ones, and addresses lead somewhere.
    '/consentTemplates': ['400'],
    '/inviteTemplates': ['400'],
    '/inviteTemplates/{id}': ['400'],
    '/invites': ['400'],
    '/winkTemplates': ['400'],
    '/winkTemplates/{id}': ['400'],
}
ACCEPTED = ['2xx', '3xx', '401', '403', '404', '409', '429', '5xx']


def run(service, location, folder, *, filters=(), checks=()):
    """Tests the operations of the document at `location`. Returns how many held and what failed, as
    `(operation, code, words)`."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    config, report = folder / 'schemathesis.toml', folder / 'report.xml'
    config.write_text(_config(service, checks))
    report.unlink(missing_ok=True)
    command = [
        str(pathlib.Path(sys.executable).with_name('schemathesis')), '--config-file', str(config),
        'run', str(location), '--url', f'{service.origin}/v1', '--auth', f'{service.key}:{service.secret}',
        '--continue-on-failure', '--warnings', 'off', '--request-timeout', str(REQUEST_SECONDS),
        '--report', 'junit', '--report-junit-path', str(report), '--exclude-path-regex', '^/(alpha|beta)/',
    ]
    for pattern in filters:
        command += ['--include-path-regex', pattern]
    subprocess.run(command, cwd=folder, check=False)
    if not report.exists():
        raise RuntimeError('schemathesis left no report; see its lines above')
    return _read(report)


def _read(report):
    passed, failures = 0, []
    for case in ElementTree.parse(report).getroot().iter('testcase'):
        broken = [element for element in case if element.tag in ('failure', 'error')]
        passed += not broken
        for element in broken:
            text = element.text or element.get('message') or ''
            parts = re.split(r'^- (ST\d+) (.*)$', text, flags=re.MULTILINE)
            if len(parts) == 1:
                failures.append((case.get('name'), 'error', text.strip().splitlines()[0]))
            for code, title, rest in zip(parts[1::3], parts[2::3], parts[3::3]):
                lines = [line.strip() for line in rest.splitlines() if line.strip()]
                failures.append((case.get('name'), code, ': '.join([title, *lines[:1]])))
    return passed, failures


def _config(service, checks):
    """Half of the ids that are sent are those of what is there, so that operations have something to do."""
    lists = _lists(service)
    lines = [
        f'seed = {SEED}',
        '[generation]',
        f'max-examples = {EXAMPLES}',
        # Texts with NUL are refused, which no type of a document says.
        'allow-x00 = false',
        # Without: `ignored_auth` tries wrong ones.
        'with-security-parameters = false',
        *checks,
        # Others may be in the specification and not built, and answer 501.
        '[phases.coverage]',
        'unexpected-methods = ["PATCH"]',
        '[dictionaries]',
        'no-cursor = { values = [""] }',
    ]
    lines += [f'"{name}" = {{ values = {json.dumps(ids)} }}' for name, (ids, _) in lists.items()]
    lines += [f'"{name} pages" = {{ values = {json.dumps(pages)} }}' for name, (_, pages) in lists.items()]
    for path, item in service.document()['paths'].items():
        bindings = _bindings(path, item, lists)
        if bindings or path in PRECONDITIONS:
            lines += ['[[operations]]', f'include-path = "{path}"']
            if path in PRECONDITIONS:
                accepted = json.dumps([*ACCEPTED, *PRECONDITIONS[path]])
                lines += ['[operations.checks.positive_data_acceptance]', f'expected-statuses = {accepted}']
            lines += ['[operations.parameters]']
            lines += [f'"{name}" = {{ dictionary = "{values}", probability = {chance} }}'
                      for name, (values, chance) in bindings.items()]
    return '\n'.join(lines) + '\n'


def _bindings(path, item, lists):
    bindings = {}
    name = path.split('/')[1]
    if name in lists:
        bindings |= {f'path.{parameter}': (name, 0.5) for parameter in re.findall(r'\{(\w+)\}', path)}
    queries = {
        parameter['name']
        for operation in item.values() for parameter in operation.get('parameters', [])
        if parameter['in'] == 'query'
    }
    for parameter, source in (('userId', 'users'), ('accountId', 'accounts'), ('sourceId', 'accounts'),
                              ('archiveId', 'archives')):
        if parameter in queries and source in lists:
            bindings[f'query.{parameter}'] = (source, 0.5)
    if 'cursor' in queries:
        # Any other text is no cursor, which no document can say.
        bindings['query.cursor'] = (f'{name} pages' if path == f'/{name}' and name in lists else 'no-cursor', 1.0)
    return bindings


def _lists(service):
    """What every list holds: some ids and a cursor of each, under the list's name."""
    found = {}
    for path in service.document()['paths']:
        if '{' in path or path.count('/') > 1 or 'get' not in service.document()['paths'][path]:
            continue
        ids = [item['id'] for item in service.call('GET', f'{path}?size=20')['items'] if 'id' in item]
        cursor = service.call('GET', f'{path}?size=1')['nextCursor']
        if ids:
            found[path.removeprefix('/')] = (ids, ['', *([cursor] if cursor else [])])
    return found
