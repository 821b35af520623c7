// Keeps the listener's place and speed by itself, and marks in the text what sounds. The page works without it.

const EVERY = 10_000
const STILL = 10_000

const sound = document.querySelector('#sound')
const book = document.querySelector('#book')
const speed = document.querySelector('#speed')
const follow = document.querySelector('#follow')
const at = document.querySelector('#at')
const form = at.form
const notKept = document.querySelector('#not-kept')
const quiet = window.matchMedia('(prefers-reduced-motion: reduce)')

// --- the place ---------------------------------------------------------------------------------------------------

let listening = false // nothing is kept before somebody has listened: to open a page is not to be there
let keptAt = ''

async function send(address, seconds) {
  const fields = new URLSearchParams({ token: form.elements.token.value, at: seconds.toFixed(1), speed: speed.value })
  try {
    const answer = await fetch(address, { method: 'POST', body: fields, redirect: 'manual', keepalive: true })
    if (answer.status >= 400) throw new Error(String(answer.status))
    notKept.textContent = ''
  } catch {
    keptAt = ''
    if (!notKept.textContent) notKept.textContent = notKept.dataset.says
  }
}

function keep() {
  const now = `${sound.currentTime.toFixed(1)} ${speed.value}`
  if (!listening || now === keptAt || sound.ended) return
  keptAt = now
  send(form.action, sound.currentTime)
}

sound.addEventListener('play', () => { listening = true })
sound.addEventListener('pause', keep)
sound.addEventListener('seeked', () => { if (sound.paused) keep() })
window.setInterval(() => { if (!sound.paused) keep() }, EVERY)
window.addEventListener('pagehide', keep)
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') keep() })

// Whoever sends the form with nothing typed means where the player stands.
form.addEventListener('submit', () => {
  if (!at.value.trim() && sound.currentTime > 0) at.value = sound.currentTime.toFixed(1)
})

sound.addEventListener('ended', async () => {
  const after = sound.dataset.after
  if (!after) {
    await send(form.action, sound.duration)
    return
  }
  await send(after, 0)
  window.location.assign(`${after}#play`)
})

// --- the speed ---------------------------------------------------------------------------------------------------

function hasten() {
  sound.defaultPlaybackRate = sound.playbackRate = Number(speed.value) / 100
}

speed.addEventListener('change', () => {
  hasten()
  listening = true
  keep()
})
hasten()

// --- where it begins ---------------------------------------------------------------------------------------------

function begin() {
  const place = Number(sound.dataset.beginAt)
  if (place && sound.currentTime < 0.1) sound.currentTime = place
  if (window.location.hash === '#play') {
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
    sound.play().catch(() => {}) // a browser may want a key to be pressed first
  }
}

if (sound.readyState >= HTMLMediaElement.HAVE_METADATA) begin()
else sound.addEventListener('loadedmetadata', begin, { once: true })

// --- the text ----------------------------------------------------------------------------------------------------

const phrases = [...book.querySelectorAll('[data-begin]')]
  .map((element) => ({ element, begin: Number(element.dataset.begin), end: Number(element.dataset.end) }))
  .sort((one, other) => one.begin - other.begin)
let marked = null
let movedAt = -STILL

function phraseAt(seconds) {
  let low = 0
  let high = phrases.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (phrases[middle].begin <= seconds) low = middle + 1
    else high = middle
  }
  const found = phrases[low - 1]
  return found && seconds < found.end ? found : null
}

function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= document.querySelector('.tongdu-player').getBoundingClientRect().bottom && bottom <= window.innerHeight
}

function mark() {
  const found = phraseAt(sound.currentTime)
  if (found === marked) return
  marked?.element.classList.remove('tongdu-sounding')
  marked = found
  if (!found) return
  found.element.classList.add('tongdu-sounding')
  // Whoever reads or scrolls by themselves is left where they are.
  const own = performance.now() - movedAt < STILL || book.contains(document.activeElement)
  if (follow.checked && !own && !isSeen(found.element)) {
    found.element.scrollIntoView({ block: 'center', behavior: quiet.matches ? 'auto' : 'smooth' })
  }
}

sound.addEventListener('timeupdate', mark)
for (const kind of ['wheel', 'touchmove', 'keydown']) {
  window.addEventListener(kind, () => { movedAt = performance.now() }, { passive: true })
}
follow.checked = !quiet.matches
document.querySelector('#by-script').hidden = false
