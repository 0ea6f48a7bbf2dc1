"""Runs schemathesis against the service: valid and invalid requests from a document, and checks of the answers."""

import json
import pathlib
import subprocess
import sys

import findings
from bindings import ends

SEED = 20211115
EXAMPLES = 20
# There are many requests, and the machine may be slow, but a request that hangs must end.
REQUEST_SECONDS = 60
# Statuses that a valid request may get. For 400, `findings` checks the message.
ACCEPTED = ['2xx', '3xx', '401', '403', '404', '409', '429', '5xx']


def run(service, bindings, location, folder, *, filters=()):
    """Tests the operations of the document at `location`. Returns the number of passed tests, and the failures as
    `(operation, code, message)`."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    config, report, events = folder / 'schemathesis.toml', folder / 'report.xml', folder / 'events.ndjson'
    config.write_text(_config(bindings))
    for file in (report, events):
        file.unlink(missing_ok=True)
    command = [
        str(pathlib.Path(sys.executable).with_name('schemathesis')), '--config-file', str(config),
        'run', str(location), '--url', f'{service.origin}/v1', '--auth', f'{service.key}:{service.secret}',
        '--continue-on-failure', '--warnings', 'off', '--request-timeout', str(REQUEST_SECONDS),
        '--report', 'junit,ndjson', '--report-junit-path', str(report), '--report-ndjson-path', str(events),
        '--exclude-path-regex', '^/(alpha|beta)/',
    ]
    for pattern in filters:
        command += ['--include-path-regex', pattern]
    subprocess.run(command, cwd=folder, check=False)
    if not report.exists():
        raise RuntimeError('schemathesis left no report; see its lines above')
    passed, failed = findings.failures(report)
    return passed, [*failed, *findings.of_answers(events)]


def _config(bindings):
    lines = [
        f'seed = {SEED}',
        '[generation]',
        f'max-examples = {EXAMPLES}',
        # Texts with NUL are refused, which a document's types cannot express.
        'allow-x00 = false',
        # Not here, because `ignored_auth` tests wrong ones.
        'with-security-parameters = false',
        # Other methods may be in the specification but not implemented, and answer 501.
        '[phases.coverage]',
        'unexpected-methods = ["PATCH"]',
        '[dictionaries]',
    ]
    lines += [f'{json.dumps(name)} = {{ values = {json.dumps(values)} }}'
              for name, values in bindings.dictionaries().items()]
    for path, method, bound in bindings.operations():
        name = f'{method.upper()} {path}'
        lines += ['[[operations]]', f'include-name = {json.dumps(name)}']
        if ends(path, method):
            # Ids from answers may belong to objects that must stay.
            lines += [f'phases.{phase}.extra-data-sources.responses = false' for phase in ('coverage', 'fuzzing')]
        if findings.refusals(name):
            accepted = json.dumps([*ACCEPTED, '400'])
            lines += ['[operations.checks.positive_data_acceptance]', f'expected-statuses = {accepted}']
        lines += ['[operations.parameters]']
        lines += [f'{json.dumps(key)} = {{ dictionary = {json.dumps(source)}, probability = {chance} }}'
                  for key, (source, chance) in bound.items()]
    return '\n'.join(lines) + '\n'
