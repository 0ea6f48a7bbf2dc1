"""A public specification, with its corrections and the allowed differences from `allowed.yaml`, each with its reason. A
line that is no longer needed is a failure."""

import copy
import pathlib
import re

import yaml

ALLOWED = pathlib.Path(__file__).with_name('allowed.yaml')


class Specification:
    def __init__(self, file):
        self.document = yaml.load(pathlib.Path(file).read_text(), yaml.CSafeLoader)
        allowed = yaml.load(ALLOWED.read_text(), yaml.CSafeLoader)
        self.differences = [_line(entry, 'that') for entry in allowed['differences']]
        self.unneeded = []
        for correction in allowed['corrections']:
            self._correct(_line(correction, 'at'), correction['set'])

    def save(self, folder):
        """Writes the corrected document, and returns its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / 'specification.yaml'
        path.write_text(yaml.dump(self.document, Dumper=yaml.CSafeDumper, allow_unicode=True))
        return path

    def judge(self, found, *, is_complete):
        """The differences that are not allowed, and the allowed ones that were not found."""
        used = set()
        failed = []
        for line in dict.fromkeys(found):
            reasons = [that for that in self.differences if _matches(that, line)]
            used.update(reasons)
            if not reasons:
                failed.append(line)
        if is_complete:
            unused = [that for that in self.differences if that not in used]
            failed += [f'allowed.yaml allows what was not found: {line}' for line in [*unused, *self.unneeded]]
        return failed

    def _correct(self, at, wanted):
        """`at` is a path of keys with slashes between; `*` is every key. A value of null removes a key."""
        before = copy.deepcopy(self.document)
        for target in _targets(self.document, at.split('/')):
            for key, value in wanted.items():
                if value is None:
                    target.pop(key, None)
                elif key not in target or target[key] != value:
                    target[key] = copy.deepcopy(value)
        if self.document == before:
            self.unneeded.append(at)


def _targets(value, keys):
    if not keys:
        yield value
        return
    key = keys[0].replace('~1', '/')
    if isinstance(value, list):
        chosen = value if key == '*' else value[int(key):int(key) + 1] if key.isdigit() else []
    else:
        chosen = list(value.values()) if key == '*' else [value[key]] if key in value else []
    for inner in chosen:
        if isinstance(inner, (dict, list)):
            yield from _targets(inner, keys[1:])


def _line(entry, name):
    line, reason = entry[name], entry.get('reason')
    if not (isinstance(line, str) and isinstance(reason, str)):
        raise ValueError(f'allowed.yaml: one line and its own reason, not {entry}')
    return line


def _matches(pattern, line):
    """A pattern is the line itself, with `*` for any text."""
    return re.fullmatch('.*'.join(map(re.escape, pattern.split('*'))), line) is not None
