import { expect, it } from 'vitest';
import { reportText } from './report-text.ts';

it('says what was found, line by line, and nothing else', () => {
  const text = reportText(
    {
      secure: true,
      microphone: 'granted',
      camera: null,
      devices: { microphones: 1, cameras: 0 },
      socket: { transport: 'websocket', roundTripMs: 4 },
      relay: { udp: false, tcp: true },
      ownAddresses: [],
      seenAddress: '192.168.1.7',
      mac: true,
    },
    { at: new Date(0), host: 'earshot.local:5443', userAgent: 'Test/1.0' },
  );
  expect(text.split('\n')).toEqual([
    'Earshot connection check',
    'time: 1970-01-01T00:00:00.000Z',
    'page: https://earshot.local:5443/',
    'browser: Test/1.0',
    '',
    'page: good',
    'certificate: unknown',
    'permission: good (granted)',
    'devices: good (no_camera)',
    'socket: good (4)',
    'udp: bad (tcp)',
    'other_device: unknown',
    'isolation: unknown',
    'vpn: unknown',
    'local_network: unknown',
    '',
    'permissions: microphone granted, camera not said',
    'devices: 1 microphones, 0 cameras',
    'connection to the server: websocket, 4 ms',
    'relay of the server: udp no, tcp yes',
    'addresses of this device: hidden by the browser',
    'address as the server sees it: 192.168.1.7',
    '',
  ]);
});
