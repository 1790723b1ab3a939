/** What each check is called, what was found, and the one thing to do about it. */
import { msg, str } from '@lit/localize';
import type { Check } from '../../connection-check/judge-facts.ts';

export function checkTitle({ name }: Check): string {
  switch (name) {
    case 'page':
      return msg('Secure page');
    case 'certificate':
      return msg('Certificate');
    case 'permission':
      return msg('Permission');
    case 'devices':
      return msg('Microphone and camera');
    case 'socket':
      return msg('Connection to the server');
    case 'udp':
      return msg('UDP to the server');
    case 'other_device':
      return msg('Path to the other device');
    case 'isolation':
      return msg('Devices kept apart by the Wi-Fi');
    case 'vpn':
      return msg('VPN or proxy');
    case 'local_network':
      return msg('Local network permission');
  }
}

export function checkFinding(check: Check): string {
  if (check.verdict === 'unknown') return unknownWords(check.name);
  switch (check.name) {
    case 'page':
      return check.verdict === 'good'
        ? msg('The browser allows calls here.')
        : msg('The browser allows no calls on this page, because it was not opened by HTTPS.');
    case 'permission':
      if (check.verdict === 'good') {
        return check.why === 'granted'
          ? msg('This page may use the microphone.')
          : msg('The browser asks when a call begins.');
      }
      return check.why === 'microphone'
        ? msg('The microphone is blocked for this page.')
        : msg('The camera is blocked for this page.');
    case 'devices':
      if (check.verdict === 'bad') return msg('No microphone was found.');
      return check.why === 'both' ? msg('Both were found.') : msg('A microphone was found, but no camera.');
    case 'socket':
      if (check.verdict === 'good') {
        return check.roundTripMs === null
          ? msg('It stands.')
          : msg(str`It stands, and the server answers within ${check.roundTripMs} ms.`);
      }
      return check.why === 'none'
        ? msg('The server does not answer.')
        : msg('It works, but only in the slow way (long polling).');
    case 'udp':
      if (check.verdict === 'good') return msg('It gets through.');
      return check.why === 'tcp'
        ? msg('It does not get through. Calls that cannot go directly go by TCP, and may stutter.')
        : msg('Neither UDP nor TCP gets through to the relay.');
    case 'vpn':
      return check.verdict === 'good'
        ? msg('Nothing is between this device and the server.')
        : msg(
            str`The server sees this device at ${check.seen}, which is not one of its own addresses: a VPN, a proxy or another router is in between.`,
          );
    case 'local_network':
      return msg('Only Macs ask for it, and this is none.');
  }
}

/** Null where there is nothing to do. */
export function checkAdvice(check: Check): string | null {
  if (check.name === 'local_network' && check.verdict === 'unknown') {
    return msg('If calls fail: System Settings, Privacy & Security, Local Network, and allow this browser.');
  }
  if (check.verdict !== 'bad') return null;
  switch (check.name) {
    case 'page':
      return msg('Open the address that begins with https.');
    case 'permission':
      return msg('Tap the symbol beside the address of this page, allow it there, and load the page again.');
    case 'devices':
      return msg('Plug one in, or turn it on in the settings of this device.');
    case 'socket':
      return check.why === 'none'
        ? msg('Check that this device is on the same Wi-Fi as the server, and that the server runs.')
        : msg('Trust the certificate of this server as its welcome page says, and load the page again.');
    case 'udp':
      return check.why === 'tcp'
        ? msg('On the computer of the server, let UDP port 3478 through its firewall.')
        : msg('On the computer of the server, let UDP and TCP port 3478 through its firewall.');
    case 'vpn':
      return msg('Turn the VPN off for the local network, or connect to the Wi-Fi of the server.');
  }
}

function unknownWords(name: Check['name']): string {
  switch (name) {
    case 'certificate':
      return msg(
        'Cannot be tested from here: a page cannot see whether its certificate is trusted or the warning was passed over.',
      );
    case 'other_device':
      return msg('Cannot be tested from here: it takes a call, which tries every path there is.');
    case 'isolation':
      return msg(
        'Cannot be tested from here: it takes a second device. Calls between devices that are kept apart go through the server.',
      );
    case 'udp':
      return msg('Cannot be tested from here: the server has no relay that could answer.');
    case 'vpn':
      return msg(
        'Cannot be tested from here: this browser shows its addresses only to pages that may use the microphone.',
      );
    case 'permission':
    case 'devices':
      return msg('Cannot be tested from here: this browser does not say.');
    case 'page':
    case 'socket':
    case 'local_network':
      return msg('Cannot be tested from here.');
  }
}
