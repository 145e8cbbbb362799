"use strict";

// The clock and the controls.

// Steps without a clock pass as fast as a film.
const STEP_SECONDS_WITHOUT_CLOCK = 1 / 30;

// A page that was hidden goes on where it stopped.
const LONGEST_TICK = 0.1;

function createPlayer(episode) {
  const element = (id) => document.getElementById(id);
  const last = episode.returns.length - 1;
  const stepSeconds = episode.stepSeconds || STEP_SECONDS_WITHOUT_CLOCK;
  const decimals = Math.max(...episode.returns.map(Math.abs)) < 100 ? 2 : 1;
  const format = (value) => value.toFixed(decimals);
  const stage = createStage(element("picture"), episode, stepSeconds);
  const curve = createCurve(element("curve"), episode, format);
  const description = element("picture").getAttribute("aria-label");
  let time = 0;
  let playing = false;
  let before = null;

  function show() {
    const step = Math.floor(time);
    const clock = episode.stepSeconds
      ? `${(step * stepSeconds).toFixed(2)} of ${(last * stepSeconds).toFixed(2)} s` : "no clock";
    const reward = step > 0 ? (episode.returns[step] - episode.returns[step - 1]).toFixed(3) : "none yet";
    element("step").textContent = `${step} of ${last}`;
    element("time").textContent = clock;
    element("reward").textContent = reward;
    element("return").textContent = format(episode.returns[step]);
    element("place").value = step;
    element("place").setAttribute("aria-valuetext", `step ${step} of ${last}`);
    element("picture").setAttribute(
      "aria-label", `${description}; at step ${step}, return so far ${format(episode.returns[step])}`);
    element("end").hidden = step < last;
    stage.show(time);
    curve.show(time);
  }

  function seek(step) {
    time = Math.min(Math.max(step, 0), last);
    show();
  }

  function tick(now) {
    if (!playing) {
      return;
    }
    const seconds = before === null ? 0 : Math.min((now - before) / 1000, LONGEST_TICK);
    before = now;
    time += seconds * Number(element("speed").value) / stepSeconds;
    if (time >= last && element("repeat").checked) {
      time = 0;
    } else if (time >= last) {
      time = last;
      setPlaying(false);
    }
    show();
    requestAnimationFrame(tick);
  }

  function setPlaying(on) {
    playing = on;
    element("play").toggleAttribute("data-playing", on);
    element("play").setAttribute("aria-label", on ? "Pause" : "Play");
  }

  function play() {
    if (time >= last) {
      time = 0;
    }
    setPlaying(true);
    before = null;
    requestAnimationFrame(tick);
  }

  function toggle() {
    if (playing) {
      setPlaying(false);
    } else {
      play();
    }
  }

  function pauseAt(step) {
    setPlaying(false);
    seek(step);
  }

  function fit() {
    stage.fit();
    curve.fit();
    show();
  }

  function onKey(event) {
    const step = Math.floor(time);
    const stride = event.shiftKey ? 10 : 1;
    const actions = {
      " ": toggle,
      ArrowLeft: () => pauseAt(step - stride),
      ArrowRight: () => pauseAt(step + stride),
      Home: () => pauseAt(0),
      End: () => pauseAt(last),
    };
    const taken = event.target.matches("select, input[type=checkbox]") ||
      (event.key === " " && event.target.matches("button"));
    if (!taken && !event.ctrlKey && !event.altKey && !event.metaKey && actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  // Whether the address names a step; the page is then at it.
  function openFrame() {
    const match = /^#frame=(\d+)$/.exec(location.hash);
    if (match) {
      pauseAt(Number(match[1]));
    }
    return match !== null;
  }

  element("place").max = last;
  element("place").addEventListener("input", (event) => pauseAt(Number(event.target.value)));
  element("play").addEventListener("click", toggle);
  element("curve").addEventListener("pointerdown", (event) => {
    event.target.setPointerCapture(event.pointerId);
    pauseAt(curve.stepAt(event.offsetX));
  });
  element("curve").addEventListener("pointermove", (event) => {
    if (event.buttons) {
      pauseAt(curve.stepAt(event.offsetX));
    }
  });
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", openFrame);
  addEventListener("resize", fit);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", fit);

  fit();
  if (!openFrame() && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    play();
  }
}

createPlayer(JSON.parse(document.getElementById("episode").textContent));
