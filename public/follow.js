// What others do appears by itself on a board and on an initiative's page. Without this script a reload shows the same.
const main = document.getElementById('main')
const said = document.getElementById('live')
const announce = (texts) => {
  if (said && texts.length > 0) said.textContent = texts.join(' ')
}
let source
let heard

function listen() {
  if (source || document.hidden || !main?.dataset.live) return
  const address = new URL(main.dataset.live, location.href)
  if (heard) address.searchParams.set('since', heard)
  source = new EventSource(address)
  source.addEventListener('board', ({ data, lastEventId }) => {
    heard = lastEventId
    drawn(JSON.parse(data))
  })
  source.addEventListener('changed', ({ lastEventId }) => {
    heard = lastEventId
    again()
  })
}
function rest() {
  source?.close()
  source = undefined
}

// A browser opens few connections to one place: pages that nobody looks at let theirs go, and catch up when seen again.
document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()))
addEventListener('pagehide', rest)
addEventListener('pageshow', listen)

function drawn({ cards, gone, counts, said: texts }) {
  if (isBusy()) {
    setTimeout(() => drawn({ cards, gone, counts, said: texts }), 1000)
    return
  }
  const change = () => {
    for (const slug of gone) document.getElementById(`card-${slug}`)?.remove()
    for (const { slug, stage, html } of cards) {
      const hadFocus = document.getElementById(`card-${slug}`)?.contains(document.activeElement)
      document.getElementById(`card-${slug}`)?.remove()
      const list = document.getElementById(`cards-${stage}`)
      list?.insertAdjacentHTML('afterbegin', html)
      if (hadFocus) document.querySelector(`#card-${CSS.escape(slug)} a`)?.focus()
    }
    for (const [stage, count] of Object.entries(counts)) {
      const total = document.getElementById(`count-${stage}`)
      if (total?.firstChild) total.firstChild.nodeValue = count
      const anchor = document.querySelector(`.stage-switch [data-stage="${stage}"] strong`)
      if (anchor) anchor.textContent = count
    }
  }
  if (document.startViewTransition && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
    document.startViewTransition(change)
  } else change()
  announce(texts)
}

// The page asks for itself anew, at most once a second or so, and not all pages at the same instant.
let waiting
function again() {
  waiting ??= setTimeout(
    async () => {
      waiting = undefined
      if (isBusy()) return again()
      const scroll = scrollY
      await globalThis.htmx?.ajax('GET', location.pathname + location.search, { target: '#main', swap: 'outerMorph' })
      scrollTo(scrollX, scroll)
      announce([main.dataset.liveChanged])
    },
    150 + Math.random() * 700,
  )
}

// Nothing moves under somebody's hands: an open menu or box, a card that is held, words being typed.
function isBusy() {
  const active = document.activeElement
  return (
    document.querySelector('details.menu[open], dialog[open], .sortable-chosen') !== null ||
    (active?.matches('input, textarea, select') && main.contains(active))
  )
}

listen()
