/** Moving pictures for the gallery's calls, drawn on a canvas: no camera, no recorded person. */

interface Look {
  readonly wall: readonly [string, string];
  readonly shirt: string;
  readonly skin: string;
  readonly hair: string;
}

export const remoteLook: Look = {
  wall: ['#c9b79c', '#7d6a54'],
  shirt: '#2f6f73',
  skin: '#d9a37e',
  hair: '#3b2a20',
};
export const ownLook: Look = {
  wall: ['#9fb3bd', '#55697a'],
  shirt: '#8a4b3c',
  skin: '#b97f5d',
  hair: '#221a17',
};

export function personStream(look: Look, width = 1280, height = 720): MediaStream {
  return painted(width, height, (context, turn) => drawPerson(context, look, turn));
}

export function screenStream(): MediaStream {
  return painted(1440, 900, drawScreen);
}

type Draw = (context: CanvasRenderingContext2D, turn: number) => void;

function painted(width: number, height: number, draw: Draw): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws nothing');
  let turn = 0;
  draw(context, turn);
  // A canvas stream sends a frame only when something was drawn.
  setInterval(() => draw(context, (turn += 1)), 200);
  return canvas.captureStream(5);
}

function drawPerson(
  context: CanvasRenderingContext2D,
  { wall, shirt, skin, hair }: Look,
  turn: number,
): void {
  const { width, height } = context.canvas;
  const background = context.createLinearGradient(0, 0, width, height);
  background.addColorStop(0, wall[0]);
  background.addColorStop(1, wall[1]);
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'rgb(255 255 255 / 16%)';
  context.fillRect(width * 0.08, height * 0.1, width * 0.2, height * 0.42);
  const x = width / 2 + Math.sin(turn / 6) * width * 0.004;
  const unit = height / 10;
  const oval = (dx: number, dy: number, rx: number, ry: number, colour: string) => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x + dx * unit, dy * unit, rx * unit, ry * unit, 0, 0, Math.PI * 2);
    context.fill();
  };
  oval(0, 11, 4.2, 3.4, shirt);
  context.fillStyle = skin;
  context.fillRect(x - 0.7 * unit, 6 * unit, 1.4 * unit, 2 * unit);
  oval(0, 3.9, 2.1, 2.2, hair);
  oval(0, 4.5, 1.65, 2.1, skin);
  oval(0, 3, 1.75, 1.1, hair);
  oval(-0.65, 4.5, 0.16, 0.16, '#2a211c');
  oval(0.65, 4.5, 0.16, 0.16, '#2a211c');
  context.strokeStyle = '#8d4f3d';
  context.lineWidth = unit * 0.12;
  context.beginPath();
  context.arc(x, 5.1 * unit, 0.65 * unit, 0.25 * Math.PI, 0.75 * Math.PI);
  context.stroke();
}

function drawScreen(context: CanvasRenderingContext2D, turn: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = '#eef1f4';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#35506b';
  context.fillRect(0, 0, width, 64);
  context.fillStyle = '#fff';
  context.fillRect(90, 120, width - 180, height - 180);
  context.fillStyle = '#22303c';
  context.font = '600 40px sans-serif';
  context.fillText('Trip plan', 150, 210);
  context.fillStyle = '#c4ccd3';
  for (let line = 0; line < 9; line += 1)
    context.fillRect(150, 260 + line * 56, 500 + ((line * 137) % 520), 18);
  context.fillStyle = turn % 2 === 0 ? '#0f766e' : '#ffffff';
  context.fillRect(150, 764, 4, 24);
}
