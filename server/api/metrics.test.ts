import { expect, it } from 'vitest';
import { metricsText } from './metrics.ts';

it('every figure is a sample with its help and type, and no name is there twice', () => {
  const text = metricsText(
    {
      ...{
        people: 1,
        bots: 2,
        connections: 3,
        requests: 4,
        waiting: 15,
        rooms: 16,
        callsRinging: 5,
        calls: 6,
        messagesWaiting: 7,
      },
      since: { messages: 8, chatRequests: 9, calls: 10, connections: 11 },
    },
    { startedAt: 12_500, residentBytes: 13, cpuSeconds: 14.5 },
  );
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.trimEnd().split('\n');
  const samples = lines.filter((line) => !line.startsWith('#'));
  expect(samples).toEqual([
    'earshot_people 1',
    'earshot_bots 2',
    'earshot_connections 3',
    'earshot_chat_requests 4',
    'earshot_waiting 15',
    'earshot_rooms 16',
    'earshot_calls_ringing 5',
    'earshot_calls 6',
    'earshot_messages_waiting 7',
    'earshot_messages_total 8',
    'earshot_chat_requests_made_total 9',
    'earshot_calls_started_total 10',
    'earshot_connections_opened_total 11',
    'process_start_time_seconds 12.5',
    'process_resident_memory_bytes 13',
    'process_cpu_seconds_total 14.5',
  ]);
  for (const sample of samples) {
    const [name = ''] = sample.split(' ');
    const type = name.endsWith('_total') ? 'counter' : 'gauge';
    const at = lines.indexOf(sample);
    expect(lines[at - 2]).toMatch(new RegExp(`^# HELP ${name} [A-Z].*\\.$`));
    expect(lines[at - 1]).toBe(`# TYPE ${name} ${type}`);
  }
});
