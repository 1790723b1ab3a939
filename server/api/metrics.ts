/** The figures as Prometheus reads them (text format 0.0.4). */
import type { Figures } from '../state/figures.ts';

interface Sample {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly value: number;
}

export interface ProcessFigures {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly residentBytes: number;
  /** Of all cores together, in this process. */
  readonly cpuSeconds: number;
}

export function metricsText(figures: Figures, ofProcess: ProcessFigures): string {
  return samplesOf(figures, ofProcess)
    .map(
      ({ name, type, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`,
    )
    .join('');
}

function samplesOf(figures: Figures, ofProcess: ProcessFigures): readonly Sample[] {
  const { since } = figures;
  const gauge = (name: string, help: string, value: number): Sample => ({ name, type: 'gauge', help, value });
  const counter = (name: string, help: string, value: number): Sample => ({
    name: `${name}_total`,
    type: 'counter',
    help,
    value,
  });
  return [
    gauge('earshot_people', 'People who are here.', figures.people),
    gauge('earshot_bots', 'Bots that are here.', figures.bots),
    gauge('earshot_connections', 'Open connections of tabs.', figures.connections),
    gauge('earshot_chat_requests', 'Requests to chat that wait for an answer.', figures.requests),
    gauge('earshot_waiting', 'People who wait to meet somebody.', figures.waiting),
    gauge('earshot_rooms', 'Pairs who have met by chance.', figures.rooms),
    gauge('earshot_calls_ringing', 'Calls that ring.', figures.callsRinging),
    gauge('earshot_calls', 'Calls that were answered and go on.', figures.calls),
    gauge('earshot_messages_waiting', 'Messages in memory for people who are away.', figures.messagesWaiting),
    counter('earshot_messages', 'Messages passed on or kept.', since.messages),
    counter('earshot_chat_requests_made', 'Requests to chat.', since.chatRequests),
    counter('earshot_calls_started', 'Calls that began to ring.', since.calls),
    counter('earshot_connections_opened', 'Connections of tabs.', since.connections),
    gauge(
      'process_start_time_seconds',
      'When the server was started, since 1970.',
      ofProcess.startedAt / 1_000,
    ),
    gauge('process_resident_memory_bytes', 'Memory of the process.', ofProcess.residentBytes),
    counter('process_cpu_seconds', 'Processor time of the process.', ofProcess.cpuSeconds),
  ];
}
