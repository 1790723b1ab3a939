/** Put into a page for its picture: a camera that shows somebody in a lit room instead of Chromium's green test card. */
export function paintCamera(look: {
  readonly wall: string;
  readonly shirt: string;
  readonly skin: string;
  readonly hair: string;
}): void {
  const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints = {}) => {
    const stream = await getUserMedia(constraints);
    const [track] = stream.getVideoTracks();
    if (track === undefined) return stream;
    stream.removeTrack(track);
    track.stop();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext('2d');
    if (context === null) return stream;
    const ellipse = (x: number, y: number, width: number, height: number, colour: string) => {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(x, y, width, height, 0, 0, Math.PI * 2);
      context.fill();
    };
    const paint = () => {
      const sway = Math.sin(performance.now() / 900) * 6;
      const light = context.createRadialGradient(340, 120, 80, 640, 360, 900);
      light.addColorStop(0, '#fff6e6');
      light.addColorStop(1, look.wall);
      context.fillStyle = light;
      context.fillRect(0, 0, 1280, 720);
      context.fillStyle = 'rgb(255 255 255 / 45%)';
      context.fillRect(860, 90, 250, 300);
      context.fillStyle = look.wall;
      context.fillRect(980, 90, 12, 300);
      context.fillRect(860, 232, 250, 12);
      ellipse(640 + sway, 800, 330, 300, look.shirt);
      ellipse(640 + sway, 520, 75, 110, look.skin);
      ellipse(640 + sway, 300, 175, 190, look.hair);
      ellipse(640 + sway, 355, 135, 170, look.skin);
      ellipse(590 + sway, 340, 11, 13, '#2b2320');
      ellipse(690 + sway, 340, 11, 13, '#2b2320');
      context.strokeStyle = '#8a4b3c';
      context.lineWidth = 8;
      context.lineCap = 'round';
      context.beginPath();
      context.arc(640 + sway, 400, 52, 0.25 * Math.PI, 0.75 * Math.PI);
      context.stroke();
    };
    paint();
    setInterval(paint, 40);
    for (const painted of canvas.captureStream(25).getVideoTracks()) stream.addTrack(painted);
    return stream;
  };
}
