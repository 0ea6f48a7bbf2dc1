// The gallery's own page: a list of exhibits, and a frame that shows the chosen one.

const stage = document.querySelector('#stage');
const list = document.querySelector('#exhibits');
const view = document.querySelector('#view');
const find = document.querySelector('#find');

// What is shown is in the address, so that a screen in a state can be linked to.
const hash = new URLSearchParams(location.hash.slice(1));
for (const select of view.elements) {
  if (hash.has(select.name)) select.value = hash.get(select.name);
}

let shown = hash.get('show') ?? 'consent';

function draw() {
  const { size, scheme, language } = Object.fromEntries(new FormData(view));
  stage.dataset.size = size;
  const query = new URLSearchParams({ show: shown, scheme, language });
  stage.src = `exhibit.html?${query}`;
  query.set('size', size);
  history.replaceState(null, '', `#${query}`);
  for (const button of list.querySelectorAll('button')) {
    if (button.textContent === shown) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
}

function choose(name) {
  shown = name;
  draw();
}

function fill(names) {
  list.replaceChildren(...names.map((name) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => choose(name));
    return button;
  }));
}

addEventListener('message', (event) => {
  if (event.origin !== location.origin || !event.data.exhibits || list.childElementCount) return;
  fill(event.data.exhibits);
  for (const button of list.children) {
    if (button.textContent === shown) button.setAttribute('aria-current', 'true');
  }
});

view.addEventListener('change', draw);
find.addEventListener('input', () => {
  const wanted = find.value.trim().toLowerCase();
  let count = 0;
  for (const button of list.children) {
    button.hidden = !button.textContent.includes(wanted);
    count += button.hidden ? 0 : 1;
  }
  document.querySelector('#none').hidden = count > 0;
});

draw();
