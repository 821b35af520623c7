// Follows something that goes on: fetches its part of the page every few seconds, until it has ended.
//
// The part is at the address in `data-follow`. A screen reader is told only when `data-stage` has changed, in the words
// of `data-sentence`; nothing that is put in anew can have the focus.
const EVERY = 4000
const LONGEST = 30000

const place = document.querySelector('[data-follow]')
const said = document.querySelector('[data-said]')

const told = (part) => part?.firstElementChild?.dataset ?? {}

let stage = told(place).stage
let pause = EVERY

async function look() {
  try {
    const answer = await fetch(place.dataset.follow, { credentials: 'same-origin' })
    if (answer.redirected || answer.status === 403 || answer.status === 404) return
    if (!answer.ok) throw new Error(answer.statusText)
    place.innerHTML = await answer.text()
    pause = EVERY
  } catch {
    pause = Math.min(2 * pause, LONGEST) // the service is away: it is asked less often
    setTimeout(look, pause)
    return
  }
  const now = told(place)
  if (now.stage !== stage) {
    stage = now.stage
    said.textContent = now.sentence
  }
  if (!('ended' in now)) setTimeout(look, document.hidden ? LONGEST : pause)
}

if (place && said && !('ended' in place.dataset)) setTimeout(look, EVERY)
