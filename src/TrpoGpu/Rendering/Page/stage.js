"use strict";

// Draws one moment of an episode on a canvas.

const OUTLINE = 1.4;
const TRAIL_SECONDS = 1.5;
const TRAIL_PIECES = 60;
const CONTACT = 0.004;

function createStage(canvas, episode, stepSeconds) {
  const context = canvas.getContext("2d");
  const camera = createCamera(episode, stepSeconds);
  const [left, bottom, right, top] = episode.view;
  let colours;
  let scale = 1;
  let toX;
  let toY;

  // Metres to pixels for a moment; what is to be seen lies in the middle, and on a floor it stands low.
  function aim(time) {
    const [x, y] = camera(time);
    scale = Math.min(canvas.width / (right - left), canvas.height / (top - bottom));
    const spare = canvas.height - scale * (top - bottom);
    const low = episode.backdrop === "floor" ? canvas.height - Math.min(spare / 2, canvas.height / 8)
      : canvas.height - spare / 2;
    toX = (metres) => canvas.width / 2 + scale * (metres - x - (left + right) / 2);
    toY = (metres) => low - scale * (metres - y - bottom);
  }

  function metresAt(pixel, to) {
    const origin = to(0);
    return (pixel - origin) / (to(1) - origin);
  }

  // Round places along an axis that are in the picture.
  function* marks(to, size, spacing) {
    const ends = [metresAt(0, to), metresAt(size, to)];
    const first = Math.ceil(Math.min(...ends) / spacing);
    const last = Math.floor(Math.max(...ends) / spacing);
    for (let k = first - 1; k <= last; k++) {
      yield k;
    }
  }

  function label(text, x, y, align) {
    context.textAlign = align;
    context.fillText(text, x, y);
  }

  function floor(ratio) {
    const { width, height } = canvas;
    const spacing = roundDistance(scale, 90 * ratio);
    const decimals = Math.max(0, -Math.floor(Math.log10(spacing) + 1e-9));
    const edge = toY(0);
    for (const k of marks(toX, width, spacing)) {
      const x = toX(k * spacing);
      context.fillStyle = k % 2 ? colours.floor : colours.floorOther;
      context.fillRect(x, edge, spacing * scale + 1, height - edge);
      context.fillStyle = colours.panel;
      context.fillRect(x, 0, ratio, edge);
      context.fillStyle = colours.quiet;
      label(`${(k * spacing).toFixed(decimals)} m`, x + 6 * ratio, Math.min(edge + 22 * ratio, height - 6 * ratio),
        "left");
      context.fillStyle = colours.floorEdge;
      context.fillRect(x, edge, 1.5 * ratio, 8 * ratio);
    }
    context.fillStyle = colours.floorEdge;
    context.fillRect(0, edge - ratio, width, 2 * ratio);
  }

  function squares(ratio) {
    const { width, height } = canvas;
    const spacing = roundDistance(scale, 70 * ratio);
    const decimals = Math.max(0, -Math.floor(Math.log10(spacing) + 1e-9));
    for (const k of marks(toX, width, spacing)) {
      context.fillStyle = colours.panel;
      context.fillRect(toX(k * spacing), 0, (k === 0 ? 3 : 1) * ratio, height);
      context.fillStyle = colours.quiet;
      label(`${(k * spacing).toFixed(decimals)}`, toX(k * spacing) + 5 * ratio, height - 8 * ratio, "left");
    }
    for (const k of marks(toY, height, spacing)) {
      context.fillStyle = colours.panel;
      context.fillRect(0, toY(k * spacing), width, (k === 0 ? 3 : 1) * ratio);
    }
    context.fillStyle = colours.quiet;
    label("m", width - 10 * ratio, height - 8 * ratio, "right");
  }

  // What is on, or just above, the floor: one soft shadow under all, and a mark under every end that touches.
  function shadows(poses, ratio) {
    let from = Infinity;
    let to = -Infinity;
    let lowest = Infinity;
    const touching = [];
    for (const shape of episode.shapes.filter((candidate) => candidate.body >= 0)) {
      for (let k = 0; k < shape.points.length; k += 2) {
        const [x, y] = placed(poses[shape.body], shape.points[k], shape.points[k + 1]);
        from = Math.min(from, x - shape.radius);
        to = Math.max(to, x + shape.radius);
        lowest = Math.min(lowest, y - shape.radius);
        if (y - shape.radius < CONTACT && shape.tint !== "joint") {
          touching.push([x, shape.radius]);
        }
      }
    }
    context.fillStyle = colours.shadow;
    context.globalAlpha = Math.max(0.25, 1 - 2 * Math.max(0, lowest));
    context.beginPath();
    context.ellipse(toX((from + to) / 2), toY(0) + 5 * ratio, (to - from) / 2 * scale, 5 * ratio, 0, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = colours.accent;
    for (const [x, radius] of touching) {
      context.fillRect(toX(x - radius), toY(0) - ratio, 2 * radius * scale, 3 * ratio);
    }
  }

  function trail(time, ratio) {
    if (!episode.trail) {
      return;
    }
    const { body, point } = episode.trail;
    const length = Math.min(time, TRAIL_SECONDS / stepSeconds);
    context.strokeStyle = colours.accent;
    context.lineWidth = 2 * ratio;
    context.lineCap = "butt";
    let before = null;
    for (let piece = 0; piece <= TRAIL_PIECES; piece++) {
      const share = piece / TRAIL_PIECES;
      const [x, y] = placed(poseAt(episode, body, time - length * (1 - share)), point[0], point[1]);
      if (before) {
        context.globalAlpha = 0.7 * share * share;
        context.beginPath();
        context.moveTo(...before);
        context.lineTo(toX(x), toY(y));
        context.stroke();
      }
      before = [toX(x), toY(y)];
    }
    context.globalAlpha = 1;
  }

  function trace(shape, pose) {
    context.beginPath();
    for (let k = 0; k < shape.points.length; k += 2) {
      const [x, y] = placed(pose, shape.points[k], shape.points[k + 1]);
      context.lineTo(toX(x), toY(y));
    }
    if (shape.points.length === 2) {
      // A path of one point has no length, and gets no caps.
      const [x, y] = placed(pose, shape.points[0], shape.points[1]);
      context.lineTo(toX(x) + 0.01, toY(y));
    }
    if (shape.filled) {
      context.closePath();
    }
  }

  // A canvas takes no line of width zero, and keeps the width it had.
  function paint(shape, colour, width) {
    context.strokeStyle = colour;
    context.fillStyle = colour;
    if (width > 0) {
      context.lineWidth = width;
      context.stroke();
    }
    if (shape.filled) {
      context.fill();
    }
  }

  function draw(shape, pose, ratio) {
    const width = Math.max(2 * shape.radius * scale, shape.filled ? 0 : 1.5 * ratio);
    context.lineCap = "round";
    context.lineJoin = "round";
    trace(shape, pose);
    if (shape.body >= 0) {
      paint(shape, colours.outline, width + 2 * OUTLINE * ratio);
    }
    paint(shape, colours[shape.tint], width);
  }

  return {
    // Colours follow the page's scheme, pixels its size.
    fit() {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      colours = { floorOther: colour("floor-other"), floorEdge: colour("floor-edge") };
      for (const name of ["quiet", "accent", "panel", "floor", "outline", "shadow", "trunk", "first", "second", "joint",
        "frame", "ground", "goal"]) {
        colours[name] = colour(name);
      }
      canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
      canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    },

    // Draws a time counted in steps.
    show(time) {
      const ratio = devicePixelRatio;
      const poses = Array.from({ length: episode.bodies }, (_, body) => poseAt(episode, body, time));
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.font = `${11 * ratio}px system-ui, sans-serif`;
      aim(time);
      if (episode.backdrop === "floor") {
        floor(ratio);
        shadows(poses, ratio);
      } else if (episode.backdrop !== "empty") {
        squares(ratio);
      }
      const still = episode.shapes.filter((shape) => shape.body < 0);
      const moving = episode.shapes.filter((shape) => shape.body >= 0);
      still.filter((shape) => shape.tint !== "joint").forEach((shape) => draw(shape, [0, 0, 0], ratio));
      trail(time, ratio);
      moving.forEach((shape) => draw(shape, poses[shape.body], ratio));
      still.filter((shape) => shape.tint === "joint").forEach((shape) => draw(shape, [0, 0, 0], ratio));
    },
  };
}
