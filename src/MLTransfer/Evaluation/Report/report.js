'use strict';
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const place = document.getElementById('cell');

  function add(parent, name, text, className) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    parent.appendChild(element);
    return element;
  }

  function show(image, photo) {
    if (!photo.photo) {
      image.replaceWith(Object.assign(document.createElement('span'), { className: 'missing', textContent: 'no picture' }));
      return;
    }
    image.src = photo.photo;
    if (!photo.heatMap) return;
    const map = document.createElement('img');
    map.src = photo.heatMap;
    map.alt = 'where the classifier looks';
    image.after(map);
  }

  function open(cell, moves) {
    const button = document.querySelector('button[data-cell="' + cell + '"]');
    const photos = data.cells[cell] || [];
    const [label, predicted] = cell.split('-').map(Number);
    document.querySelectorAll('button[aria-pressed]').forEach(b => b.removeAttribute('aria-pressed'));
    if (button) button.setAttribute('aria-pressed', 'true');
    place.replaceChildren();
    const title = add(place, 'h3');
    add(title, 'bdi', data.classes[label]);
    title.append(label === predicted ? ', right' : ' taken for ');
    if (label !== predicted) add(title, 'bdi', data.classes[predicted]);
    const count = button ? Number(button.dataset.count) : photos.length;
    if (photos.length < count) add(place, 'p', photos.length + ' of ' + count + ' photos, the surest first; the .json file lists all.');
    const list = add(place, 'div', undefined, 'photos');
    for (const one of photos) {
      const photo = data.photos[one.photo];
      const figure = add(list, 'figure', undefined, 'photo');
      const image = add(figure, 'img');
      image.alt = photo.name;
      const caption = add(figure, 'figcaption');
      add(caption, 'span', one.probability, 'verdict');
      add(caption, 'bdi', photo.name, 'name').title = photo.path;
      show(image, photo);
    }
    if (moves) place.scrollIntoView({ block: 'nearest' });
  }

  function openFragment() {
    const match = /^#cell-(\d+-\d+)$/.exec(location.hash);
    if (match && place && data.cells[match[1]]) {
      open(match[1], true);
      place.focus();
    }
  }

  // One stop of the Tab key for the whole matrix; the arrows move within it.
  function move(event) {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    const cell = event.target.closest('td');
    const rows = [...cell.closest('tbody').rows];
    let row = rows.indexOf(cell.parentElement), column = cell.cellIndex;
    for (;;) {
      row += step[0];
      column += step[1];
      const next = rows[row] && rows[row].cells[column];
      if (!next) return;
      const button = next.querySelector('button');
      if (!button) continue;
      event.preventDefault();
      event.target.tabIndex = -1;
      button.tabIndex = 0;
      button.focus();
      return;
    }
  }

  document.querySelectorAll('img[data-photo]').forEach(image => show(image, data.photos[image.dataset.photo]));
  document.querySelectorAll('button[data-cell]').forEach((button, i) => {
    button.tabIndex = i === 0 ? 0 : -1;
    button.addEventListener('keydown', move);
    button.addEventListener('click', () => {
      history.replaceState(null, '', '#cell-' + button.dataset.cell);
      open(button.dataset.cell, true);
    });
  });
  window.addEventListener('hashchange', openFragment);
  openFragment();
})();
