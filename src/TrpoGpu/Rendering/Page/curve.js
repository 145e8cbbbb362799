"use strict";

// Draws the return after each step on a canvas, with the moment that is shown.

const CURVE_MARGIN = 22;

function createCurve(canvas, episode, format) {
  const context = canvas.getContext("2d");
  const returns = episode.returns;
  const last = returns.length - 1;
  const low = Math.min(...returns);
  const high = Math.max(...returns);
  const span = high - low || 1;
  let colours;
  let ratio = 1;

  const toX = (step) => {
    const margin = CURVE_MARGIN * ratio;
    return margin + (canvas.width - 2 * margin) * step / Math.max(last, 1);
  };
  const toY = (value) => {
    const margin = CURVE_MARGIN * ratio;
    return canvas.height - margin - (canvas.height - 2 * margin) * (value - low) / span;
  };

  function line(until) {
    context.beginPath();
    for (let step = 0; step <= until; step++) {
      context.lineTo(toX(step), toY(returns[step]));
    }
  }

  return {
    fit() {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      colours = {};
      for (const name of ["accent", "rule", "frame", "quiet", "card"]) {
        colours[name] = colour(name);
      }
      ratio = devicePixelRatio;
      canvas.width = Math.round(canvas.clientWidth * ratio);
      canvas.height = Math.round(canvas.clientHeight * ratio);
    },

    show(time) {
      const step = Math.min(Math.floor(time), last);
      const base = toY(Math.min(Math.max(0, low), high));
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = colours.rule;
      context.fillRect(toX(0), base, toX(last) - toX(0), ratio);

      context.lineJoin = "round";
      context.lineWidth = 2 * ratio;
      context.strokeStyle = colours.frame;
      context.globalAlpha = 0.5;
      line(last);
      context.stroke();
      context.globalAlpha = 1;

      line(step);
      context.strokeStyle = colours.accent;
      context.stroke();
      context.lineTo(toX(step), base);
      context.lineTo(toX(0), base);
      context.globalAlpha = 0.14;
      context.fillStyle = colours.accent;
      context.fill();
      context.globalAlpha = 1;

      context.fillRect(toX(step) - ratio / 2, 0, ratio, canvas.height);
      context.beginPath();
      context.arc(toX(step), toY(returns[step]), 4.5 * ratio, 0, 2 * Math.PI);
      context.fill();
      context.strokeStyle = colours.card;
      context.stroke();

      context.font = `${11 * ratio}px system-ui, sans-serif`;
      context.fillStyle = colours.quiet;
      context.textAlign = "right";
      const rising = returns[last] > returns[last >> 1];
      context.fillText(format(returns[last]), toX(last), toY(returns[last]) + (rising ? -8 : 16) * ratio);
    },

    // The step at a pixel of the page.
    stepAt(x) {
      const share = (x - CURVE_MARGIN) / (canvas.clientWidth - 2 * CURVE_MARGIN);
      return Math.round(Math.min(Math.max(share, 0), 1) * last);
    },
  };
}
