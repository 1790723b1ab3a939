/**
 * The name server of the virtual LAN's router: knows no name, and prints who asked for which. Run by node inside the
 * switch's namespaces, with the address to listen on as its only argument.
 */
import { createSocket } from 'node:dgram';

const HEADER_BYTES = 12;
const NO_SUCH_NAME = 0x8183;

const socket = createSocket('udp4');
socket.on('message', (question, asker) => {
  const name = readName(question);
  if (name === null) return;
  process.stdout.write(`asked ${asker.address} ${name}\n`);
  const answer = Buffer.from(question);
  answer.writeUInt16BE(NO_SUCH_NAME, 2);
  answer.fill(0, 6, HEADER_BYTES);
  socket.send(answer, asker.port, asker.address);
});
socket.bind(53, process.argv[2], () => process.stdout.write('listening\n'));

/** @param {Buffer} question */
function readName(question) {
  const labels = [];
  for (let at = HEADER_BYTES; at < question.length;) {
    const length = question.readUInt8(at);
    if (length === 0) return labels.join('.');
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return null;
}
