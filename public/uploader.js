// Files go while the rest of the form is filled in: several at once, cut off and gone on with. Without this script the
// form itself sends them. What is said comes from the page (data-… of the zone).
const { tus } = globalThis
const live = document.getElementById('live')
const MOST_AT_ONCE = 3
/** A piece arrives within the minute that the server gives a request, even by a slow line. */
const PIECE = 4 * 1024 ** 2
const RETRY_AFTER = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000]

const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole)
const announce = (text) => {
  if (live) live.textContent = text
}

function enhance(zone) {
  const says = zone.dataset
  const input = zone.querySelector('[data-uploads]')
  const photo = zone.querySelector('[data-photo]')
  const list = zone.querySelector('.upload-rows')
  const note = zone.querySelector('[data-note]')
  const form = zone.closest('form')
  const all = []
  let submitter
  let waitsForAll = false

  zone.classList.add('enhanced')
  zone.querySelector('[data-drop]').hidden = false
  if (matchMedia('(pointer: coarse)').matches) {
    photo.hidden = false
    photo.querySelector('input').disabled = false
  }
  const memory = remembered(form, zone, (name) => tell(filled(says.again, { name })))

  for (const picker of [input, photo.querySelector('input')]) {
    picker.addEventListener('change', () => {
      take(picker.files)
      // They go by themselves: the form need not send them again.
      picker.value = ''
    })
  }
  receiveDrops(zone, take)
  document.addEventListener('paste', (event) => {
    const types = [...(event.clipboardData?.types ?? [])]
    // What a spreadsheet copies is text and a picture of it: typed where text is typed.
    const isText = types.includes('text/plain') && event.target.matches?.('input, textarea')
    if (!event.clipboardData?.files.length || isText) return
    event.preventDefault()
    take(event.clipboardData.files)
  })
  addEventListener('online', () => all.filter(({ isCut }) => isCut).forEach(again))
  form.addEventListener('submit', (event) => {
    if (all.every(({ state }) => state === 'received')) return memory.forgetBegun()
    event.preventDefault()
    submitter = event.submitter
    waitsForAll = all.every(({ state }) => state !== 'failed')
    tell(waitsForAll ? says.busy : says.stuck)
  })

  function take(files) {
    if (!input.multiple && files.length > 0) {
      while (all.length > 0) remove(all[0])
      for (const box of zone.querySelectorAll('[name="upload"]:checked')) box.checked = false
    }
    for (const file of input.multiple ? files : [...files].slice(0, 1)) add(file)
    next()
  }

  function add(file) {
    const isSame = (one) => ['name', 'size', 'lastModified'].every((key) => one.file[key] === file[key])
    if (all.some(isSame)) return
    const row = zone.querySelector('template').content.firstElementChild.cloneNode(true)
    const part = (selector) => row.querySelector(selector)
    const one = { file, row, part, state: 'waiting', isCut: false }
    part('.upload-name').textContent = file.name
    part('progress').setAttribute('aria-label', file.name)
    for (const act of ['remove', 'retry']) {
      part(`[data-act="${act}"]`).setAttribute('aria-label', filled(says[act], { name: file.name }))
    }
    part('[data-act="remove"]').addEventListener('click', () => {
      remove(one)
      input.focus()
    })
    part('[data-act="retry"]').addEventListener('click', () => again(one))
    all.push(one)
    list.append(row)
    list.hidden = false
    show(one, 'waiting', says.waiting)
    if (file.size > Number(says.limit)) show(one, 'failed', says.tooLarge)
  }

  function show(one, state, text) {
    one.state = state
    one.row.dataset.state = state
    one.part('.upload-said').textContent = text
    one.part('progress').hidden = state !== 'sending' && state !== 'waiting'
    one.part('[data-act="retry"]').hidden = state !== 'failed' || !one.upload
  }

  function next() {
    const free = MOST_AT_ONCE - all.filter(({ state }) => state === 'sending').length
    for (const one of all.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) void send(one)
    if (!waitsForAll || all.some(({ state }) => state !== 'received')) return
    waitsForAll = false
    tell('')
    form.requestSubmit(submitter?.isConnected ? submitter : undefined)
  }

  async function send(one) {
    const { file, part } = one
    progressed(one, 0)
    announce(filled(says.begun, { name: file.name }))
    memory.begun(file.name)
    one.upload ??= new tus.Upload(file, {
      endpoint: '/uploads',
      chunkSize: PIECE,
      retryDelays: RETRY_AFTER,
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => progressed(one, sent),
      onShouldRetry(error) {
        const isLine = mayPass(error.originalResponse?.getStatus() ?? 0)
        if (isLine) part('.upload-said').textContent = says.cut
        return isLine
      },
      onError(error) {
        one.isCut = mayPass(error.originalResponse?.getStatus() ?? 0)
        fail(one, reasonIn(error) ?? (one.isCut ? says.cut : says.failed))
      },
      onSuccess: () => received(one),
    })
    const [before] = (await one.upload.findPreviousUploads().catch(() => [])).slice(-1)
    if (before && !one.upload.url) one.upload.resumeFromPreviousUpload(before)
    if (one.state === 'sending') one.upload.start()
  }

  function progressed(one, sent) {
    const { size } = one.file
    const percent = size === 0 ? 0 : Math.floor((sent / size) * 100)
    one.part('progress').value = percent
    show(one, 'sending', filled(says.sending, { percent, sent: inUnits(sent), total: inUnits(size) }))
  }

  function received(one) {
    const id = one.upload.url.split('/').at(-1)
    one.row.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'upload', value: id }))
    show(one, 'received', filled(says.received, { total: inUnits(one.file.size) }))
    memory.whole(one.file.name, id)
    announce(filled(says.ended, { name: one.file.name }))
    next()
  }

  function fail(one, text) {
    show(one, 'failed', text)
    announce(`${one.file.name} : ${text}`)
    if (waitsForAll) tell(says.stuck)
    waitsForAll = false
    next()
  }

  function again(one) {
    one.isCut = false
    show(one, 'waiting', says.waiting)
    next()
  }

  function remove(one) {
    all.splice(all.indexOf(one), 1)
    one.state = 'removed'
    one.row.remove()
    list.hidden = all.length === 0
    one.upload?.abort(true).catch(() => {})
    memory.gone(one.file.name)
    // With nothing left to wait for, the form is looked at again before it leaves.
    if (all.length === 0) waitsForAll = false
    if (!waitsForAll) tell('')
    next()
  }

  function tell(text) {
    note.textContent = text
    note.hidden = !text
    announce(text)
  }

  // In units of 1,024, with one decimal below ten, as pages say it.
  function inUnits(bytes) {
    const units = says.units.split('|')
    const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
    const amount = bytes / 1024 ** step
    const digits = step > 0 && amount < 10 ? 1 : 0
    const n = amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })
    return filled(units[step], { n })
  }
}

/** No answer, a request that took too long, one that another still holds, a server that rests: worth another try. */
function mayPass(status) {
  return [0, 408, 409, 423].includes(status) || (status >= 500 && status !== 507)
}

function reasonIn(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).message
  } catch {
    return undefined
  }
}

function receiveDrops(zone, take) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes('Files')
  // Dropped beside the zone, a file would be opened in the place of the form.
  for (const kind of ['dragover', 'drop']) {
    document.addEventListener(kind, (event) => {
      if (holdsFiles(event)) event.preventDefault()
    })
  }
  zone.addEventListener('dragover', (event) => zone.classList.toggle('receiving', Boolean(holdsFiles(event))))
  zone.addEventListener('dragleave', (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove('receiving')
  })
  zone.addEventListener('drop', (event) => {
    zone.classList.remove('receiving')
    if (holdsFiles(event)) take(event.dataTransfer.files)
  })
}

// A page that is loaded again ticks what it had received, and says what it had begun.
function remembered(form, zone, sayAgain) {
  const key = `uploads:${form.getAttribute('action')}`
  const { begun = [], whole = [] } = JSON.parse(sessionStorage.getItem(key) ?? '{}')
  const keep = () => sessionStorage.setItem(key, JSON.stringify({ begun, whole }))
  const without = (name) => begun.includes(name) && begun.splice(begun.indexOf(name), 1)
  for (const box of zone.querySelectorAll('[name="upload"]')) if (whole.includes(box.value)) box.checked = true
  if (begun.length > 0) sayAgain(begun.join(', '))
  return {
    begun: (name) => (without(name), begun.push(name), keep()),
    whole: (name, id) => (without(name), whole.push(id), keep()),
    gone: (name) => (without(name), keep()),
    forgetBegun: () => (begun.splice(0), keep()),
  }
}

if (tus?.isSupported) for (const zone of document.querySelectorAll('[data-uploader]')) enhance(zone)
