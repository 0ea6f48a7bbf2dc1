"""Compares two OpenAPI documents operation by operation: what a caller of one would miss in the other."""

import re

METHODS = ('get', 'post', 'put', 'patch', 'delete')
# Not part of this project.
OUTSIDE = ('/alpha/', '/beta/')
BOUNDS = ('minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'maxProperties')


def operations(public):
    """The number of operations to compare."""
    return len(_operations(public))


def differences(public, own):
    """Lines such as `GET /accounts 200 data.items[].id: is missing`."""
    ours = _operations(own)
    for name, theirs in _operations(public).items():
        if name not in ours:
            yield f'{name}: is missing'
            continue
        for what in _operation(public, theirs, own, ours[name]):
            yield f'{name} {what}'
    for name in ours.keys() - _operations(public).keys():
        yield f'{name}: is not in the specification'


def _operations(document):
    """Operations by method and path, without the names of path parameters."""
    found = {}
    for path, item in document['paths'].items():
        for method in METHODS:
            if method in item and not path.startswith(OUTSIDE):
                shared = item.get('parameters', [])
                operation = item[method]
                name = f'{method.upper()} {re.sub("{[^}]*}", "{}", path)}'
                found[name] = {**operation, 'parameters': [*shared, *operation.get('parameters', [])]}
    return found


def _operation(public, theirs, own, ours):
    if theirs.get('operationId') != ours.get('operationId'):
        yield f'operationId: {ours.get("operationId")}, not {theirs.get("operationId")}'
    yield from _parameters(public, theirs, own, ours)
    yield from _bodies(public, theirs, own, ours)
    for status, answer in theirs['responses'].items():
        if status == 'default':
            continue
        if str(status) not in ours['responses']:
            yield f'{status}: is missing'
            continue
        one, other = _json(public, answer), _json(own, ours['responses'][str(status)])
        if one and str(status).startswith('2'):
            yield from _schema(public, one, own, other or {}, str(status), Direction.ANSWER)
    for status in ours['responses'].keys() - {str(status) for status in theirs['responses']}:
        yield f'{status}: is not in the specification'


def _parameters(public, theirs, own, ours):
    def by_name(document, operation):
        found = {}
        for position, parameter in enumerate(operation['parameters']):
            parameter = _resolve(document, parameter)
            # Path parameters are identified by their position.
            name = f'path {position}' if parameter['in'] == 'path' else f'{parameter["in"]} {parameter["name"]}'
            found['path' if parameter['in'] == 'path' else name] = parameter
        return found

    one, other = by_name(public, theirs), by_name(own, ours)
    for name, parameter in one.items():
        if name not in other:
            yield f'{name}: is missing'
            continue
        if other[name].get('required', False) and not parameter.get('required', False):
            yield f'{name}: is required'
        yield from _schema(public, parameter['schema'], own, other[name]['schema'], name, Direction.REQUEST)
    for name in other.keys() - one.keys():
        yield f'{name}: is not in the specification'


def _bodies(public, theirs, own, ours):
    one, other = theirs.get('requestBody'), ours.get('requestBody')
    if not one or not other:
        if one:
            yield 'body: is missing'
        if other:
            yield 'body: is not in the specification'
        return
    kinds, own_kinds = _resolve(public, one)['content'], _resolve(own, other)['content']
    for kind in kinds.keys() - own_kinds.keys():
        yield f'body: {kind} is missing'
    for kind in kinds.keys() & own_kinds.keys():
        yield from _schema(
            public, kinds[kind].get('schema', {}), own, own_kinds[kind].get('schema', {}), 'body', Direction.REQUEST)


class Direction:
    """Which side reads a value: the caller reads answers, the service reads requests."""
    ANSWER, REQUEST = 'answer', 'request'


def _schema(public, theirs, own, ours, where, direction, depth=0):
    one, other = _flat(public, theirs), _flat(own, ours)
    if depth > 12:
        return
    # For the reader of an answer, an integer is a number.
    fits = direction == Direction.ANSWER and (one['type'], other['type']) == ('number', 'integer')
    if one['type'] and other['type'] and one['type'] != other['type'] and not fits:
        yield f'{where}: is {other["type"]}, not {one["type"]}'
        return
    if one['type'] and not other['type']:
        yield f'{where}: may be anything, not {one["type"]}'
    if direction == Direction.ANSWER and other['nullable'] and not one['nullable']:
        yield f'{where}: may be null'
    if direction == Direction.REQUEST and one['nullable'] and not other['nullable']:
        yield f'{where}: may not be null'
    if one['format'] in ('date', 'date-time') and other['format'] != one['format']:
        yield f'{where}: is not a {one["format"]}'
    if one['enum'] is not None and other['enum'] is None:
        yield f'{where}: is not limited to {", ".join(map(str, one["enum"]))}'
    elif one['enum'] is not None:
        for value in one['enum']:
            if value not in other['enum']:
                yield f'{where}: lacks the value {value}'
    if other['enum'] is not None:
        for value in other['enum']:
            if value not in (one['enum'] or [value] if direction == Direction.ANSWER else one['enum'] or []):
                yield f'{where}: has the value {value} of its own'
    for bound in BOUNDS:
        if one['whole'].get(bound) != other['whole'].get(bound) and direction == Direction.REQUEST:
            yield f'{where}: {bound} is {other["whole"].get(bound)}, not {one["whole"].get(bound)}'
    yield from _fields(public, one, own, other, where, direction, depth)
    if one['items'] is not None:
        yield from _schema(public, one['items'], own, other['items'] or {}, f'{where}[]', direction, depth + 1)
    if isinstance(one['values'], dict) and isinstance(other['values'], dict):
        yield from _schema(public, one['values'], own, other['values'], f'{where}{{}}', direction, depth + 1)


def _fields(public, one, own, other, where, direction, depth):
    def place(name):
        return f'{where}.{name}' if where not in ('200', '201') else f'{where} {name}'

    if one['properties'] and other['properties'] is None:
        yield f'{where}: has no fields'
        return
    theirs, ours = one['properties'] or {}, other['properties'] or {}
    for name, schema in theirs.items():
        if name not in ours:
            yield f'{place(name)}: is missing'
            continue
        yield from _schema(public, schema, own, ours[name], place(name), direction, depth + 1)
        if direction == Direction.ANSWER and name in one['required'] and name not in other['required']:
            yield f'{place(name)}: may be left out'
        if direction == Direction.REQUEST and name in other['required'] and name not in one['required']:
            yield f'{place(name)}: is required'
    if theirs:
        for name in ours.keys() - theirs.keys():
            yield f'{place(name)}: is not in the specification'


def _flat(document, schema):
    """A schema with its references resolved and its parts merged, in one form for both versions of OpenAPI."""
    whole, nullable = _merged(document, schema)
    kinds = whole.get('type', [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    nullable = nullable or whole.get('nullable', False) or 'null' in kinds
    kinds = [kind for kind in kinds if kind != 'null']
    if not kinds and 'properties' in whole:
        kinds = ['object']
    values = whole.get('enum')
    if values is not None:
        # OpenAPI 3.0 can also express null in an enumeration.
        nullable = nullable or None in values
        values = [value for value in values if value is not None]
    return {
        'whole': whole,
        'type': ' or '.join(sorted(kinds)),
        'nullable': nullable,
        'format': whole.get('format'),
        'enum': values,
        'properties': whole.get('properties'),
        'required': set(whole.get('required', [])),
        'items': whole.get('items'),
        'values': whole.get('additionalProperties'),
    }


def _merged(document, schema):
    schema = _resolve(document, schema)
    whole, nullable = {}, False
    choices = schema.get('oneOf') or schema.get('anyOf') or []
    solid = [choice for choice in choices if choice.get('type') != 'null']
    nullable |= len(solid) < len(choices)
    # Alternatives are compared by the union of their fields. Only fields that all of them require count as required.
    parts = [_merged(document, part) for part in schema.get('allOf', [])]
    alternatives = [_merged(document, choice) for choice in solid]
    for part, part_nullable in parts:
        nullable |= part_nullable
        _add(whole, part)
    together = {}
    for part, part_nullable in alternatives:
        nullable |= part_nullable
        _add(together, _beside(together, part))
    _add(whole, together)
    if len(alternatives) > 1:
        whole['required'] = [name for name in whole.get('required', [])
                             if all(name in part.get('required', []) for part, _ in alternatives)]
    _add(whole, {key: value for key, value in schema.items() if key not in ('allOf', 'oneOf', 'anyOf')})
    return whole, nullable


def _beside(others, part):
    """An alternative, merged with others: a field or value of the same name may have the schema of either."""
    part = dict(part)
    if 'properties' in part:
        known = others.get('properties', {})
        part['properties'] = {
            name: {'anyOf': [known[name], schema]} if name in known and known[name] != schema else schema
            for name, schema in part['properties'].items()
        }
    if 'enum' in part and 'enum' in others:
        part['enum'] = list(dict.fromkeys([*others['enum'], *part['enum']]))
    return part


def _add(whole, part):
    for key, value in part.items():
        if key == 'properties':
            whole['properties'] = {**whole.get('properties', {}), **value}
        elif key == 'required' and isinstance(value, list):
            whole['required'] = [*whole.get('required', []), *value]
        else:
            whole[key] = value


def _json(document, answer):
    content = _resolve(document, answer).get('content', {})
    return content.get('application/json', {}).get('schema')


def _resolve(document, value):
    while '$ref' in value:
        target = document
        for key in value['$ref'].removeprefix('#/').split('/'):
            target = target[key.replace('~1', '/').replace('~0', '~')]
        rest = {key: inner for key, inner in value.items() if key != '$ref'}
        value = {**target, **rest}
    return value
