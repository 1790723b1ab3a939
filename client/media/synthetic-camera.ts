/**
 * A picture that nobody takes for a camera's, and in which a standstill is seen at once: the person's initials in a ring that
 * a light goes round each second, and the time. It says in words what it is, to whoever looks at it.
 */
import { hueIndex, HUES, initials } from '../text/initials.ts';
import type { MadeTrack } from './synthetic.ts';

const WIDTH = 640;
const HEIGHT = 360;
const PER_SECOND = 15;
const FONT = 'system-ui, sans-serif';
const MIDDLE = { x: WIDTH / 2, y: 112 };
const RADIUS = 80;

interface Scene {
  readonly name: string;
  /** What it is, in the language of its person. */
  readonly words: string;
}

export function openSyntheticCamera(scene: Scene): MadeTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new DOMException('this browser draws no pictures', 'NotReadableError');
  const paint = () => paintScene(context, scene, new Date());
  paint();
  const [track] = canvas.captureStream(PER_SECOND).getVideoTracks();
  if (track === undefined) throw new DOMException('this browser sends no drawings', 'NotReadableError');
  const timer = setInterval(paint, 1_000 / PER_SECOND);
  return { track, close: () => clearInterval(timer) };
}

function paintScene(context: CanvasRenderingContext2D, { name, words }: Scene, now: Date): void {
  const seconds = now.getTime() / 1_000;
  const hue = (hueIndex(name) * 360) / HUES;
  paintSky(context, hue, seconds);
  context.fillStyle = `hsl(${hue} 45% 20%)`;
  disc(context, MIDDLE.x, MIDDLE.y, RADIUS);
  context.fillStyle = '#fff';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `650 ${RADIUS * 0.8}px ${FONT}`;
  context.fillText(initials(name), MIDDLE.x, MIDDLE.y + 4, RADIUS * 1.7);
  paintRing(context, hue, seconds);
  context.font = `600 30px ${FONT}`;
  context.fillStyle = '#fff';
  context.fillText(now.toLocaleTimeString(), MIDDLE.x, 234);
  context.font = `500 19px ${FONT}`;
  context.fillStyle = 'rgb(255 255 255 / 80%)';
  context.fillText(words, MIDDLE.x, 268, WIDTH * 0.9);
}

/** Two lights wander slowly over a dark ground. */
function paintSky(context: CanvasRenderingContext2D, hue: number, seconds: number): void {
  context.fillStyle = `hsl(${hue} 38% 13%)`;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  for (const [turn, shift] of [
    [0.11, 30],
    [-0.07, 330],
  ] as const) {
    const x = MIDDLE.x + Math.cos(seconds * turn * Math.PI) * WIDTH * 0.42;
    const y = HEIGHT / 2 + Math.sin(seconds * turn * Math.PI * 1.7) * HEIGHT * 0.4;
    const light = context.createRadialGradient(x, y, 0, x, y, WIDTH * 0.5);
    light.addColorStop(0, `hsl(${hue + shift} 60% 42% / 85%)`);
    light.addColorStop(1, `hsl(${hue + shift} 60% 30% / 0%)`);
    context.fillStyle = light;
    context.fillRect(0, 0, WIDTH, HEIGHT);
  }
}

/** Once round each second. */
function paintRing(context: CanvasRenderingContext2D, hue: number, seconds: number): void {
  const angle = (seconds % 1) * 2 * Math.PI - Math.PI / 2;
  context.lineWidth = 7;
  context.lineCap = 'round';
  context.strokeStyle = 'rgb(255 255 255 / 22%)';
  context.beginPath();
  context.arc(MIDDLE.x, MIDDLE.y, RADIUS + 9, 0, 2 * Math.PI);
  context.stroke();
  context.strokeStyle = `hsl(${hue} 85% 75%)`;
  context.beginPath();
  context.arc(MIDDLE.x, MIDDLE.y, RADIUS + 9, angle - 0.9, angle);
  context.stroke();
  context.fillStyle = '#fff';
  disc(context, MIDDLE.x + Math.cos(angle) * (RADIUS + 9), MIDDLE.y + Math.sin(angle) * (RADIUS + 9), 8);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
