"use strict";

// Numbers of an episode: poses between steps, the camera's way, and from metres to pixels.

const POSE_NUMBERS = 3;

// The pose [x, y, angle] of a body at a time counted in steps, which need not be whole.
function poseAt(episode, body, time) {
  const last = episode.returns.length - 1;
  const step = Math.min(Math.floor(time), last);
  const part = time - step;
  const from = (step * episode.bodies + body) * POSE_NUMBERS;
  const to = step < last ? from + episode.bodies * POSE_NUMBERS : from;
  const p = episode.poses;
  // The short way round: an angle may have been wrapped.
  const turn = p[to + 2] - p[from + 2];
  const shortest = turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI));
  return [
    p[from] + part * (p[to] - p[from]),
    p[from + 1] + part * (p[to + 1] - p[from + 1]),
    p[from + 2] + part * shortest,
  ];
}

// A point of a body's frame in the world.
function placed(pose, x, y) {
  const cosine = Math.cos(pose[2]);
  const sine = Math.sin(pose[2]);
  return [pose[0] + cosine * x - sine * y, pose[1] + sine * x + cosine * y];
}

// One coordinate of body 0 at every step, averaged over a window that shrinks towards the ends.
function smoothed(episode, coordinate, window) {
  const count = episode.returns.length;
  const stride = episode.bodies * POSE_NUMBERS;
  const sums = new Float64Array(count + 1);
  for (let step = 0; step < count; step++) {
    sums[step + 1] = sums[step] + episode.poses[step * stride + coordinate];
  }
  return Float64Array.from({ length: count }, (_, step) => {
    const half = Math.min(window, step, count - 1 - step);
    return (sums[step + half + 1] - sums[step - half]) / (2 * half + 1);
  });
}

// Where the camera looks at a time: along body 0 where the backdrop passes by, else at the origin.
function createCamera(episode, stepSeconds) {
  const window = Math.round(0.25 / stepSeconds);
  const followed = { floor: [0], water: [0, 1] }[episode.backdrop] || [];
  const ways = followed.map((coordinate) => smoothed(episode, coordinate, window));
  return (time) => [0, 1].map((coordinate) => {
    const way = ways[coordinate];
    if (!way) {
      return 0;
    }
    const step = Math.min(Math.floor(time), way.length - 1);
    const next = Math.min(step + 1, way.length - 1);
    return way[step] + (time - step) * (way[next] - way[step]);
  });
}

// A round distance, in metres, that is at least so many pixels wide.
function roundDistance(pixelsPerMetre, pixels) {
  const decade = Math.pow(10, Math.floor(Math.log10(pixels / pixelsPerMetre)));
  return decade * [1, 2, 5, 10].find((factor) => factor * decade * pixelsPerMetre >= pixels);
}
