// Shows the service's OpenAPI document. Every text goes into the page as text, never as HTML.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
// Deeper schemas are shown when they are opened, so a schema that holds itself ends.
const OPEN_LEVELS = 2;

const response = await fetch('/v1/openapi.json').catch(() => null);
const notice = document.getElementById('notice');
if (response?.ok) {
  show(await response.json());
  notice.remove();
} else {
  notice.textContent = 'The document could not be read. Reload the page to try again.';
}

function show(api) {
  document.title = api.info.title;
  document.getElementById('title').replaceChildren(
    api.info.title, ' ', el('span', { class: 'version' }, api.info.version),
  );
  const main = document.getElementById('operations');
  main.append(introduction(api));
  const contents = document.getElementById('contents');
  const rows = [];
  for (const tag of api.tags) {
    const operations = operationsOf(api, tag.name);
    const id = `tag-${slug(tag.name)}`;
    const section = el('section', { 'aria-labelledby': id },
      el('h2', { id }, tag.name), el('p', { class: 'about' }, tag.description ?? ''));
    const list = el('ul', {});
    const group = el('div', { class: 'group' }, el('h2', {}, tag.name), list);
    for (const operation of operations) {
      const card = operationCard(api, operation);
      const link = el('li', {}, el('a', { href: `#${operation.operationId}` },
        method(operation.method), el('span', {}, operation.summary)));
      section.append(card);
      list.append(link);
      const words = [operation.method, operation.path, operation.summary, operation.operationId, tag.name];
      rows.push({ card, link, section, group, words: words.join(' ').toLowerCase() });
    }
    main.append(section);
    contents.append(group);
  }
  find(rows);
  window.addEventListener('hashchange', openNamed);
  openNamed();
}

function introduction(api) {
  const scheme = Object.values(api.components.securitySchemes)[0];
  return el('section', { class: 'introduction' },
    el('p', {}, ...prose(api.info.description)),
    el('dl', { class: 'facts' },
      el('div', {}, el('dt', {}, 'Address'), el('dd', {}, el('code', {}, new URL(api.servers[0].url, location).href))),
      el('div', {}, el('dt', {}, 'Authentication'), el('dd', {}, `HTTP ${scheme.scheme[0].toUpperCase()}${scheme.scheme.slice(1)}. `, scheme.description ?? ''))));
}

function operationsOf(api, tag) {
  return Object.entries(api.paths).flatMap(([path, item]) => METHODS
    .filter((name) => item[name]?.tags?.includes(tag))
    .map((name) => ({ ...item[name], method: name, path })));
}

function operationCard(api, operation) {
  const body = el('div', { class: 'body' });
  const card = el('details', { class: 'operation', id: operation.operationId },
    el('summary', {},
      method(operation.method),
      el('code', { class: 'path' }, ...breakable(operation.path)),
      el('span', { class: 'title' }, operation.summary)),
    body);
  // Made when it is opened: dozens of them at once would be slow to lay out.
  card.addEventListener('toggle', () => {
    if (card.open && !body.hasChildNodes()) body.append(...operationBody(api, operation));
  });
  return card;
}

function operationBody(api, operation) {
  const parts = [];
  if (operation.description) parts.push(el('p', {}, ...prose(operation.description)));
  if (operation.deprecated) parts.push(el('p', { class: 'notice' }, 'Deprecated.'));
  const parameters = (operation.parameters ?? []).map((parameter) => resolve(api, parameter));
  if (parameters.length > 0) {
    parts.push(el('h3', {}, 'Parameters'), el('ul', { class: 'fields' }, ...parameters.map((parameter) => field(api, {
      name: parameter.name,
      place: parameter.in,
      schema: { description: parameter.description, ...parameter.schema, ...(parameter.deprecated && { deprecated: true }) },
      isRequired: parameter.required,
      level: OPEN_LEVELS,
    }))));
  }
  if (operation.requestBody) {
    const [kind, content] = Object.entries(operation.requestBody.content)[0];
    parts.push(el('h3', {}, 'Body', el('span', { class: 'kind' }, kind)));
    parts.push(schemaView(api, content.schema, 0));
  }
  parts.push(el('h3', {}, 'Answers'));
  for (const [status, reference] of Object.entries(operation.responses)) {
    parts.push(answer(api, status, resolve(api, reference)));
  }
  return parts;
}

function answer(api, status, response) {
  const content = Object.entries(response.content ?? {})[0];
  const heading = [
    el('span', { class: `status status-${status[0]}` }, status), el('span', {}, response.description),
  ];
  if (!content) return el('p', { class: 'answer' }, ...heading);
  const view = el('div', {});
  const details = el('details', { class: 'answer' }, el('summary', {}, ...heading), view);
  details.addEventListener('toggle', () => {
    if (details.open && !view.hasChildNodes()) view.append(schemaView(api, content[1].schema, 0));
  });
  details.open = status.startsWith('2');
  return details;
}

function schemaView(api, schema, level) {
  const whole = flatten(api, schema);
  const fields = Object.entries(whole.properties ?? {});
  if (fields.length === 0) {
    return el('p', { class: 'about' }, typeName(api, whole), whole.description ? ` · ${whole.description}` : '');
  }
  return el('ul', { class: 'fields' }, ...fields.map(([name, inner]) => field(api, {
    name, schema: inner, isRequired: whole.required?.includes(name), level,
  })));
}

function field(api, { name, place, schema, isRequired, level }) {
  const whole = flatten(api, schema);
  const item = whole.items ? flatten(api, whole.items) : whole;
  const marks = [
    el('code', { class: 'name' }, name),
    el('span', { class: 'kind' }, typeName(api, whole)),
    place && el('span', { class: 'kind' }, `in ${place}`),
    isRequired && el('span', { class: 'required' }, place ? 'required' : 'always there'),
    whole.deprecated && el('span', { class: 'kind' }, 'deprecated'),
  ].filter(Boolean);
  const about = [whole.description, bounds(whole)].filter(Boolean).join(' ');
  const values = (item.enum ?? []).filter((value) => value !== null);
  const parts = [el('p', { class: 'marks' }, ...marks)];
  if (about) parts.push(el('p', { class: 'about' }, ...prose(about)));
  if (values.length > 0) {
    const list = el('p', { class: 'values' }, ...values.map((value) => el('code', {}, String(value))));
    parts.push(values.length > 12 ? el('details', {}, el('summary', {}, `${values.length} values`), list) : list);
  }
  if (Object.keys(item.properties ?? {}).length > 0) {
    const view = el('div', {});
    const details = el('details', { class: 'inner' },
      el('summary', {}, whole.items ? 'Fields of each item' : 'Fields'), view);
    details.addEventListener('toggle', () => {
      if (details.open && !view.hasChildNodes()) view.append(schemaView(api, item, level + 1));
    });
    details.open = level < OPEN_LEVELS;
    parts.push(details);
  }
  for (const choice of item.choices ?? []) {
    const shape = flatten(api, choice);
    if (shape.properties) parts.push(choiceView(api, shape, level));
  }
  return el('li', {}, ...parts);
}

// One of the shapes that a field may have, named after the value that tells it from the others.
function choiceView(api, shape, level) {
  const tag = Object.values(shape.properties).find((inner) => inner.enum?.length === 1);
  const view = el('div', {});
  const details = el('details', { class: 'inner' }, el('summary', {}, tag ? `Fields of ${tag.enum[0]}` : 'Fields'), view);
  details.addEventListener('toggle', () => {
    if (details.open && !view.hasChildNodes()) view.append(schemaView(api, shape, level + 1));
  });
  return details;
}

// One object of a schema: references followed, parts put together, `null` beside something else noted.
function flatten(api, schema) {
  const { $ref, allOf, oneOf, anyOf, ...own } = schema ?? {};
  let whole = {};
  if ($ref) whole = merge(whole, flatten(api, resolve(api, { $ref })));
  for (const part of allOf ?? []) whole = merge(whole, flatten(api, part));
  const choices = oneOf ?? anyOf ?? [];
  const solid = choices.filter((choice) => choice.type !== 'null');
  if (solid.length === 1) whole = merge(whole, flatten(api, solid[0]));
  if (solid.length > 1) whole = { ...whole, choices: solid };
  whole = merge(whole, own);
  if (solid.length < choices.length) whole.isNullable = true;
  return whole;
}

function merge(one, other) {
  return {
    ...one,
    ...other,
    ...((one.properties || other.properties) && { properties: { ...one.properties, ...other.properties } }),
    ...((one.required || other.required) && { required: [...one.required ?? [], ...other.required ?? []] }),
  };
}

function typeName(api, whole) {
  const types = [whole.type ?? []].flat();
  const solid = types.filter((type) => type !== 'null');
  let name = solid.join(' or ');
  if (whole.choices) name = [...new Set(whole.choices.map((choice) => typeName(api, flatten(api, choice))))].join(' or ');
  if (whole.items) name = `list of ${typeName(api, flatten(api, whole.items))}`;
  if (whole.format && !/^(int|uint|double|float)/.test(whole.format)) name += `, ${whole.format}`;
  if (whole.isNullable || types.length > solid.length) name += ' or null';
  return name || 'anything';
}

function bounds(schema) {
  const said = [];
  if (schema.minimum !== undefined) said.push(`from ${schema.minimum}`);
  if (schema.maximum !== undefined) said.push(`up to ${schema.maximum}`);
  if (schema.maxLength !== undefined) said.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) said.push(`at most ${schema.maxItems} items`);
  if (schema.maxProperties !== undefined) said.push(`at most ${schema.maxProperties} entries`);
  if (schema.default !== undefined && schema.default !== null) said.push(`${JSON.stringify(schema.default)} if left out`);
  const text = said.join(', ');
  return text && `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function resolve(api, value) {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((inner, name) => inner[name.replaceAll('~1', '/').replaceAll('~0', '~')], api);
}

function find(rows) {
  const search = document.getElementById('search');
  const count = document.getElementById('count');
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      row.card.hidden = !words.every((word) => row.words.includes(word));
      row.link.hidden = row.card.hidden;
    }
    for (const row of rows) {
      row.section.hidden = !row.section.querySelector('.operation:not([hidden])');
      row.group.hidden = row.section.hidden;
    }
    const found = rows.filter((row) => !row.card.hidden).length;
    count.textContent = words.length > 0 ? `${found} of ${rows.length} operations` : '';
  });
}

function openNamed() {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (card?.matches('details')) {
    card.open = true;
    card.scrollIntoView();
  }
}

function method(name) {
  return el('span', { class: `method method-${name}` }, name.toUpperCase());
}

// A path may break before each of its parts.
function breakable(path) {
  return path.split(/(?=\/)/).flatMap((part) => [el('wbr', {}), part]);
}

// A text in which words between backticks are code.
function prose(text) {
  return text.split('`').map((part, position) => (position % 2 ? el('code', {}, part) : part));
}

function slug(text) {
  return text.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
