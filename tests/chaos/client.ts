/** A client process of a chaos run: several people, as the runner orders. Ends with the runner, whatever ends that. */
import { ChaosPerson } from './chaos-person.ts';
import { monotonicMs, type ChaosEvent, type Order, type Report } from './orders.ts';
import { Random } from './random.ts';

const REPORT_EVERY_MS = 50;

let people: readonly ChaosPerson[] = [];
let events: ChaosEvent[] = [];

const tell = (report: Report, then: () => void = () => {}): void =>
  void process.send?.(report, undefined, undefined, then);
const tellEvents = (): void => {
  if (events.length > 0) tell({ kind: 'events', events });
  events = [];
};
setInterval(tellEvents, REPORT_EVERY_MS);

async function follow(order: Order): Promise<void> {
  if (order.kind === 'start') {
    const random = new Random(order.seed);
    people = order.people.map(
      (setup) =>
        new ChaosPerson({
          setup,
          without: order.without,
          random: random.fork(setup.name),
          report: (happening) => events.push({ ...happening, at: monotonicMs(), person: setup.id }),
        }),
    );
    await Promise.all(people.map((person) => person.start()));
  }
  if (order.kind === 'pace') for (const person of people) person.setPace(order.perSecond);
  if (order.kind === 'finish') {
    await Promise.all(people.map((person) => person.finish()));
    tellEvents();
    tell({ kind: 'finished' }, () => process.exit());
  }
}

// The runner sends nothing else.
process.on('message', (order: Order) => void follow(order));
process.on('disconnect', () => process.exit());
