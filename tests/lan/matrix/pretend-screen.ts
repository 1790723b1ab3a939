/** Put into Firefox before the page's own code: it has no screen to share where there is no display, so it shares a moving drawing. */
export function pretendScreen(): void {
  // Not there in the empty page that a browser shows before the first address.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return;
  devices.getDisplayMedia = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext('2d');
    let turn = 0;
    const paint = () => {
      if (context === null) return;
      turn += 1;
      context.fillStyle = `hsl(${(turn * 7) % 360} 60% 50%)`;
      context.fillRect(0, 0, 1280, 720);
    };
    paint();
    setInterval(paint, 66);
    return Promise.resolve(canvas.captureStream(15));
  };
}
