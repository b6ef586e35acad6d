// A form left half-way stays on this device and is offered again; without this script everything works but that.
// Never kept: the address that somebody leaves, and whether they agreed.
const DAYS = 3
const NEVER = new Set(['address', 'consent', 'website'])
const place = (action) => `left:${action}`

// A browser may refuse to keep anything: then nothing is kept.
function stored(act) {
  try {
    return act(localStorage)
  } catch {
    return undefined
  }
}

stored((store) => {
  for (const key of Object.keys(store)) {
    if (!key.startsWith('left:')) continue
    const { at } = JSON.parse(store.getItem(key) ?? '{}') ?? {}
    if (!(Date.now() - at < DAYS * 86_400_000)) store.removeItem(key)
  }
})

const sent = document.querySelector('[data-left-sent]')
if (sent) stored((store) => store.removeItem(place(sent.dataset.leftSent)))
document.querySelector('[data-problems]')?.focus()

const form = document.querySelector('form[data-left]')
if (form) {
  const key = place(form.dataset.left)
  const offer = form.querySelector('[data-left-offer]')
  const note = form.querySelector('[data-left-note]')
  const fields = () =>
    [...form.elements].filter(({ name, type }) => name && !NEVER.has(name) && !['hidden', 'submit'].includes(type))
  const read = () =>
    fields().map(({ name, value, type, checked }) => [name, value, /radio|checkbox/.test(type) ? checked : null])
  const first = JSON.stringify(read())
  const kept = stored((store) => JSON.parse(store.getItem(key) ?? 'null'))
  const forget = () => stored((store) => store.removeItem(key))
  const keep = () => {
    const now = read()
    if (JSON.stringify(now) === first && !('typed' in form.dataset)) forget()
    else stored((store) => store.setItem(key, JSON.stringify({ at: Date.now(), fields: now })))
    offer.hidden = true
    note.hidden = false
  }
  const fill = (values) => {
    for (const [name, value, checked] of values) {
      for (const one of fields().filter((field) => field.name === name)) {
        if (checked === null) one.value = value
        else if (one.value === value) one.checked = checked
      }
    }
  }
  if ('typed' in form.dataset) keep()
  else if (Array.isArray(kept?.fields)) offer.hidden = false
  form.addEventListener('input', keep)
  form.querySelector('[data-left-continue]').addEventListener('click', () => {
    fill(kept.fields)
    offer.hidden = true
    note.hidden = false
    fields()[0]?.focus()
  })
  const anew = () => {
    forget()
    offer.hidden = true
    note.hidden = true
    fields()[0]?.focus()
  }
  form.querySelector('[data-left-anew]').addEventListener('click', anew)
  form.querySelector('[data-left-erase]').addEventListener('click', () => {
    fill(read().map(([name, value, checked]) => [name, checked === null ? '' : value, checked === null ? null : false]))
    form.elements.namedItem('address').value = ''
    anew()
  })
}
