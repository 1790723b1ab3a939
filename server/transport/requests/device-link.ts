/** Requests about using Earshot on another device, from the tabs of a person who is here. What the new device says is in device-gateway.ts. */
import type { HandlerContext, RequestHandlers } from '../request-handlers.ts';

type Handled = 'offer_device_link' | 'answer_device_link' | 'end_device_link';

export function deviceLinkRequests({ links }: HandlerContext): Pick<RequestHandlers, Handled> {
  return {
    offer_device_link: (by) => links.offer(by),
    answer_device_link: (by, { linkId, allow }) => {
      links.answer(by, linkId, allow);
      return {};
    },
    end_device_link: (by, { linkId }) => {
      links.end(by, linkId);
      return {};
    },
  };
}
