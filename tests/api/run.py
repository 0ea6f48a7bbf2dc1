"""Tests of the Open API against documents: the one that the service publishes, or a public specification.

    run.py [PATH …]                  the service against its own document; only paths that match, if any are named
    run.py --specification FILE      its document against that one, and the service against that one too

WINK_SPECIFICATION names a public specification to do both with, one after the other on the same service. The last line has the numbers of passed and failed tests, for `cargo xtask test`."""

import argparse
import os
import pathlib
import sys

import comparison
import fuzzing
from bindings import Bindings
from seed import seed
from service import Service
from specification import Specification


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--specification', type=pathlib.Path)
    parser.add_argument('paths', nargs='*', help='regular expressions')
    options = parser.parse_args()
    folder = pathlib.Path(os.environ['WINK_ARTEFACTS'])
    with Service() as service:
        passed, failed = 0, []
        if not options.specification:
            passed, failed = own_document(service, folder / 'document', options.paths)
        specification = options.specification or os.environ.get('WINK_SPECIFICATION')
        if specification:
            more_passed, more_failed = against(specification, service, folder / 'specification', options.paths)
            passed, failed = passed + more_passed, failed + more_failed
        print(service.complaints(), file=sys.stderr)
    for line in failed:
        print(f'✗ {line}')
    print(f'\n  {passed} passed\n  {len(failed)} failed')
    sys.exit(1 if failed else 0)


def own_document(service, folder, paths):
    passed, failures = fuzzing.run(service, _seeded(service), f'{service.origin}/v1/openapi.json', folder, filters=paths)
    return passed, [' '.join(failure) for failure in failures]


def against(file, service, folder, paths):
    specification = Specification(file)
    differences = comparison.differences(specification.document, service.document())
    passed, failures = fuzzing.run(service, _seeded(service), specification.save(folder), folder, filters=paths)
    found = [*differences, *(' '.join(failure) for failure in failures)]
    failed = specification.judge(found, is_complete=not paths)
    return passed + comparison.operations(specification.document), failed


def _seeded(service):
    """Seeds again for each document, because the tests use up the spare objects."""
    return Bindings(service, seed(service))


if __name__ == '__main__':
    main()
