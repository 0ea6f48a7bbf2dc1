"""Runs schemathesis against the service: requests made from a document, good and bad, and answers held against it."""

import json
import pathlib
import subprocess
import sys

import findings
from bindings import ends

SEED = 20211115
EXAMPLES = 20
# Requests are many and the machine may be slow; what hangs must still end.
REQUEST_SECONDS = 60
# What may be answered to a request that is as described. Of 400, `findings` looks at the words.
ACCEPTED = ['2xx', '3xx', '401', '403', '404', '409', '429', '5xx']


def run(service, bindings, location, folder, *, filters=()):
    """Tests the operations of the document at `location`. Returns how many held and what failed, as
    `(operation, code, words)`."""
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
        # Texts with NUL are refused, which no type of a document says.
        'allow-x00 = false',
        # Without: `ignored_auth` tries wrong ones.
        'with-security-parameters = false',
        # Others may be in the specification and not built, and answer 501.
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
            # Ids from answers are those of what is to stay, too.
            lines += [f'phases.{phase}.extra-data-sources.responses = false' for phase in ('coverage', 'fuzzing')]
        if findings.refusals(name):
            accepted = json.dumps([*ACCEPTED, '400'])
            lines += ['[operations.checks.positive_data_acceptance]', f'expected-statuses = {accepted}']
        lines += ['[operations.parameters]']
        lines += [f'{json.dumps(key)} = {{ dictionary = {json.dumps(source)}, probability = {chance} }}'
                  for key, (source, chance) in bound.items()]
    return '\n'.join(lines) + '\n'
