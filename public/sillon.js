// Everything works without this script; it only spares clicks and keeps drafts.
const live = document.getElementById('live')
const announce = (text) => {
  if (!live || !text) return
  live.textContent = ''
  setTimeout(() => (live.textContent = text), 50)
}

// Menus: one open at a time, closed by Escape and by a press elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (menu !== except) menu.open = false
}
document.addEventListener('click', (event) => closeMenus(event.target.closest?.('details.menu')))
document.addEventListener('focusin', (event) => closeMenus(event.target.closest?.('details.menu')))
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]')
  if (!menu) return
  menu.open = false
  menu.querySelector('summary')?.focus()
})

// A form sent twice by a double click: the second press finds the button resting. The pressed button's value still
// travels because it is only disabled once the browser has read the form.
const rest = (form, resting) => {
  for (const button of form.querySelectorAll('button:not([type="button"])')) {
    if (resting && button.disabled) continue
    button.disabled = resting
  }
}
document.addEventListener('submit', (event) => {
  const form = event.target
  setTimeout(() => {
    if (form.method === 'get' && !form.matches('[hx-get]')) return
    if (event.defaultPrevented && !form.matches('[hx-post],[hx-get]')) return
    rest(form, true)
    setTimeout(() => rest(form, false), 8000)
  })
})
document.addEventListener('htmx:finally:request', (event) => {
  const form = event.target.closest?.('form')
  if (form) rest(form, false)
})
// Coming back with the back button shows the page as it was left: wake its buttons.
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) rest(form, false)
})

// Filters are sent when a choice changes; their own button stays for who has no script.
document.addEventListener('change', (event) => {
  const form = event.target.closest?.('form[data-auto-submit]')
  if (form && event.target.matches('select, input[type="checkbox"], input[type="radio"]')) form.requestSubmit()
})

// The command box: « / » or Ctrl+K from anywhere; arrows go through what is found, Escape closes.
const command = document.getElementById('command')
const openCommand = () => {
  if (!command || command.open) return
  closeMenus()
  command.showModal()
  command.querySelector('input').select()
}
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-command]') && command && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    openCommand()
  }
  if (event.target.closest?.('#command [data-close]') || event.target === command) command.close()
})
document.addEventListener('keydown', (event) => {
  const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]')
  const isAsked =
    (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) ||
    (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey)
  if (isAsked && command) {
    event.preventDefault()
    openCommand()
    return
  }
  // In a search field Escape empties it first; here it closes.
  if (command?.open && event.key === 'Escape') command.close()
  if (!command?.open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
  const stops = [command.querySelector('input'), ...command.querySelectorAll('#command-found a')]
  const step = event.key === 'ArrowDown' ? 1 : -1
  const next = stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length]
  event.preventDefault()
  next.focus()
})

// The board: dropping a card on another column asks for the move, which a form then completes. The card goes back.
function draggable(root) {
  const board = root.querySelector?.('[data-board]') ?? root.closest?.('[data-board]')
  if (!board?.querySelector('.card[data-movable]') || !matchMedia('(pointer: fine)').matches) return
  if (!globalThis.Sortable) return fetched(board.dataset.dragWith, () => draggable(board))
  board.classList.add('can-drag')
  for (const list of board.querySelectorAll('.cards:not([data-drag])')) {
    list.dataset.drag = ''
    // A card is taken by its title too: the link itself is not what is dragged.
    list.addEventListener('pointerdown', ({ target }) => target.closest('.card a')?.setAttribute('draggable', 'false'))
    let from
    globalThis.Sortable.create(list, {
      group: 'cards',
      draggable: '.card[data-movable]',
      filter: 'summary, button, .menu',
      preventOnFilter: false,
      sort: false,
      animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
      onStart: (drag) => (from = { list: drag.from, next: drag.item.nextElementSibling }),
      onMove: (drag) => {
        for (const column of board.querySelectorAll('.column'))
          column.classList.toggle('receiving', column.contains(drag.to))
      },
      onEnd: (drag) => {
        for (const column of board.querySelectorAll('.receiving')) column.classList.remove('receiving')
        if (drag.to === drag.from) return
        const stage = drag.to.dataset.stage
        from.list.insertBefore(drag.item, from.next)
        announce(board.dataset.announceDrag)
        location.assign(`/initiatives/${encodeURIComponent(drag.item.dataset.slug)}/moves/new?to=${stage}`)
      },
    })
  }
}

// A script that few readers need: once, when it is needed.
let fetching
function fetched(address, done) {
  fetching ??= new Promise((loaded) => {
    const script = Object.assign(document.createElement('script'), { src: address, onload: loaded })
    document.head.append(script)
  })
  void fetching.then(done)
}

// Lists that are put in order: dropping one sends the whole order; without a pointer there are the arrows.
function sortable(root) {
  for (const list of root.querySelectorAll?.('[data-sortable]:not([data-drag])') ?? []) {
    if (!globalThis.Sortable || !matchMedia('(pointer: fine)').matches) return
    list.dataset.drag = ''
    globalThis.Sortable.create(list, {
      filter: 'a, button, form',
      preventOnFilter: false,
      animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex === newIndex) return
        const form = Object.assign(document.createElement('form'), { method: 'post', action: list.dataset.sortable })
        for (const one of list.children) {
          form.append(Object.assign(document.createElement('input'), { name: 'order', value: one.dataset.id }))
        }
        form.hidden = true
        document.body.append(form)
        form.requestSubmit()
      },
    })
  }
}

// A long form not sent yet is kept on this device, and offered again.
function drafted(root) {
  for (const form of root.querySelectorAll?.('form[data-draft]:not([data-kept])') ?? []) {
    form.dataset.kept = ''
    const key = `draft:${form.dataset.draft || location.pathname}`
    const fields = () =>
      [...form.elements].filter((one) => one.name && !['hidden', 'password', 'file'].includes(one.type))
    const read = () =>
      fields().map((one) => [one.name, one.value, /radio|checkbox/.test(one.type) ? one.checked : null])
    const first = JSON.stringify(read())
    const kept = localStorage.getItem(key)
    if (form.closest('main')?.querySelector('[data-problems]') || kept === first) localStorage.removeItem(key)
    else if (kept) offer(form, key, JSON.parse(kept), fields)
    form.addEventListener('input', () => {
      const now = JSON.stringify(read())
      if (now === first) localStorage.removeItem(key)
      else localStorage.setItem(key, now)
    })
    form.addEventListener('submit', () => sessionStorage.setItem('sent', key))
  }
}
function offer(form, key, kept, fields) {
  const note = document.createElement('div')
  note.className = 'message draft'
  const text = document.createElement('p')
  text.textContent = live?.dataset.draftOffer
  const say = (label, act) => {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'button compact',
      textContent: label,
    })
    button.addEventListener('click', () => (act(), note.remove(), fields()[0]?.focus()))
    note.append(button)
  }
  note.append(text)
  say(live?.dataset.draftRestore, () => {
    for (const [name, value, checked] of kept)
      for (const one of fields().filter((field) => field.name === name))
        if (checked === null) one.value = value
        else if (one.value === value) one.checked = checked
    announce(live?.dataset.draftRestored)
  })
  say(live?.dataset.draftForget, () => localStorage.removeItem(key))
  form.before(note)
}
// The form was left by sending it: without a problem or a lost session after, its draft is done with.
const sent = sessionStorage.getItem('sent')
if (sent) {
  sessionStorage.removeItem('sent')
  if (!document.querySelector('[data-problems], .refusal') && location.pathname !== '/sign-in')
    localStorage.removeItem(sent)
}

const arrived = (root) => {
  draggable(root)
  sortable(root)
  drafted(root)
  const said = root.matches?.('[data-announce]') ? root : root.querySelector?.('[data-announce]')
  announce(said?.dataset.announce)
  root.querySelector?.('[data-problems]')?.focus()
}
document.addEventListener('htmx:after:swap', (event) => arrived(event.target.isConnected ? event.target : document))
if (document.readyState === 'complete') arrived(document)
else addEventListener('load', () => arrived(document))

// Typing from paper: on a choice of a scale, the digit chooses.
document.addEventListener('keydown', (event) => {
  const { target, key } = event
  if (!/^[0-9]$/.test(key) || event.ctrlKey || event.altKey || event.metaKey) return
  if (!target.matches?.('form[data-digits] input[type="radio"]')) return
  const named = target.form.elements.namedItem(target.name)
  const chosen = [...(named instanceof RadioNodeList ? named : [named])].find((one) => one.value === key)
  if (!chosen) return
  event.preventDefault()
  chosen.checked = true
  chosen.focus()
})
