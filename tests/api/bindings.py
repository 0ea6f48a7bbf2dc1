"""Values for requests: most ids are those of existing objects, so that operations have something to do. Operations that
end an object get spare ones, so that the others stay for the whole run."""

import re

CHANCE = 0.6

MOST_PAGES = 10

QUERIES = {'userId': 'users', 'accountId': 'accounts', 'sourceId': 'accounts', 'archiveId': 'archives',
           'templateIds[*]': 'winkTemplates'}

BODIES = {
    'body.userId': 'users',
    'body.archiveId': 'archives',
    'body.templateId': 'inviteTemplates',
    'body.winkTemplateId': 'winkTemplates',
    'body.consentTemplateId': 'consentTemplates',
    'body.fileContent': 'payslip',
    'body.fileExtensionType': 'format',
    'body.fileType': 'file types',
    'body.rawFiles[*].fileContent': 'payslip',
    'body.rawFiles[*].fileExtensionType': 'format',
    'body.templateIds[*]': 'winkTemplates',
    'body.url': 'receiver',
}
# These fields belong together, so both are usually valid.
BODY_CHANCES = {'body.fileExtensionType': 0.9, 'body.rawFiles[*].fileExtensionType': 0.9}


class Bindings:
    """Built once, before the first test."""

    def __init__(self, service, seeds):
        self._dictionaries = {
            'payslip': [seeds.payslip],
            'format': ['PDF'],
            'file types': ['PAYSLIP', 'TAX_DOCUMENT'],
            'receiver': [seeds.receiver.url, 'https://hooks.example/events'],
        }
        self._document = service.document()
        self._paths = self._document['paths']
        for path, item in self._paths.items():
            if '{' in path or path.count('/') > 1 or 'get' not in item:
                continue
            name = path.removeprefix('/')
            kept, spare, cursor = _ids(service, path, seeds)
            self._dictionaries |= {
                key: values for key, values in ((name, kept), (f'spare {name}', spare)) if values
            }
            # Other texts are not cursors, which a document cannot express.
            self._dictionaries |= {f'{name} pages': [cursor]} if cursor else {}

    def dictionaries(self):
        return self._dictionaries

    def operations(self):
        """Path and method of every operation, with the source of its parameters: `{name: (dictionary, chance)}`."""
        for path, item in self._paths.items():
            for method, operation in item.items():
                yield path, method, self._of(path, method, operation)

    def _of(self, path, method, operation):
        name = path.split('/')[1]
        bound = {f'path.{parameter}': (name, CHANCE) for parameter in re.findall(r'\{(\w+)\}', path)}
        queries = {parameter['name'] for parameter in operation.get('parameters', []) if parameter['in'] == 'query'}
        bound |= {f'query.{query}': (source, CHANCE) for query, source in QUERIES.items() if query.removesuffix('[*]') in queries}
        fields = self._fields(operation)
        bound |= {
            body: (source, BODY_CHANCES.get(body, CHANCE)) for body, source in BODIES.items()
            if re.split(r'[.\[]', body)[1] in fields
        }
        if ends(path, method):
            bound = {key: (f'spare {source}', chance) for key, (source, chance) in bound.items()}
        if 'cursor' in queries and path == f'/{name}':
            bound['query.cursor'] = (f'{name} pages', 1.0)
        return {key: binding for key, binding in bound.items() if binding[0] in self._dictionaries}

    def _fields(self, operation):
        """The fields of an operation's body."""
        schema = operation.get('requestBody', {}).get('content', {}).get('application/json', {}).get('schema', {})
        solid = [choice for choice in schema.get('oneOf', [schema]) if choice.get('type') != 'null'][0]
        name = solid.get('$ref', '').rpartition('/')[2]
        return self._document['components']['schemas'].get(name, {}).get('properties', {})


def ends(path, method):
    """Whether an operation ends the object that it names."""
    return method == 'delete' or path.endswith(('/resetSession', '/sendManualResult'))


def _ids(service, path, seeds):
    """Ids to keep and spare ids, from as many pages as needed to have both; and the cursor of the second page."""
    kept, spare, cursors = [], [], ['']
    while cursors[-1] is not None and len(cursors) <= MOST_PAGES and not (kept and spare):
        after = f'&cursor={cursors[-1]}' if cursors[-1] else ''
        page = service.call('GET', f'{path}?size=150{after}')
        for index, item in enumerate(page['items']):
            if 'id' in item:
                (spare if _is_spare(item, index, seeds) else kept).append(item['id'])
        cursors.append(page['nextCursor'])
    return kept, spare, service.call('GET', f'{path}?size=1')['nextCursor']


def _is_spare(item, index, seeds):
    owner = item.get('userId') or item.get('metadata', item.get('session', {})).get('userId')
    return owner in seeds.spare_users if owner else index % 2 == 1
