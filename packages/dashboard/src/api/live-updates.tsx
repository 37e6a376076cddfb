/** Keeps what is on the screen true: events of the workspace make the queries that they concern ask again. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { createGatherer } from './gather-topics.ts';
import { type Contact, listenLive } from './live.ts';
import { topicsOf } from './topics-of.ts';
import { keyOf, useWorkspace } from './workspace.tsx';

const ContactContext = createContext<Contact>('connecting');
export const useContact = (): Contact => useContext(ContactContext);

/** A suite that reports hundreds of units a second is not asked about hundreds of times. */
const GATHER_MS = 400;

export function LiveUpdates({ children }: { children: ReactNode }) {
  const { project } = useWorkspace();
  const queries = useQueryClient();
  const [contact, setContact] = useState<Contact>('connecting');
  useEffect(() => {
    const gatherer = createTopicGatherer(queries, project);
    let wasLost = false;
    const stop = listenLive(project, {
      onEvent: (recorded) => {
        for (const topic of topicsOf(recorded)) gatherer.concern(topic);
      },
      onContact: (now) => {
        setContact(now);
        // What happened meanwhile was not heard: all that is shown is asked anew.
        if (now === 'live' && wasLost) void queries.invalidateQueries();
        wasLost = now === 'lost';
      },
    });
    return () => {
      stop();
      gatherer.stop();
    };
  }, [project, queries]);
  return <ContactContext.Provider value={contact}>{children}</ContactContext.Provider>;
}

const createTopicGatherer = (queries: QueryClient, project: string | undefined) =>
  createGatherer((topic) => {
    const [name, id] = topic.split(' ');
    return queries.invalidateQueries({ queryKey: keyOf(project, name, ...(id ? [id] : [])) });
  }, GATHER_MS);
