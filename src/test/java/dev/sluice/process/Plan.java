package dev.sluice.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happens to a run; all of it follows from the seed. What happens to one process or cable happens in this order,
 * and goes on beside what happens to the others.
 *
 * @param replicas the kills of each Sluice
 * @param broker   the kills of the broker
 * @param cuts     the cuts of its cable and of the database's
 */
record Plan(List<List<Event>> replicas, List<Event> broker, List<Event> cuts) {

    enum Kind {
        KILL, CUT_BROKER, CUT_DATABASE
    }

    /**
     * One fault.
     *
     * @param at      how much the doubles have made by then
     * @param point   where the process ends itself, at which passing; null for a kill from outside
     * @param early   killed again while it starts
     * @param millis  how long to wait before the kill, or how long what is away stays away
     */
    record Event(Kind kind, int at, Point point, int passing, boolean early, int millis) {
    }

    static Plan of(int replicas, List<Event> kills) {
        return new Plan(IntStream.range(0, replicas).mapToObj(replica -> IntStream.range(0, kills.size())
                .filter(i -> i % replicas == replica).mapToObj(kills::get).toList()).toList(), List.of(), List.of());
    }

    Plan with(List<Event> brokerKills, List<Event> brokerCuts, List<Event> databaseCuts) {
        return new Plan(replicas, brokerKills, Stream.concat(brokerCuts.stream(), databaseCuts.stream())
                .sorted(Comparator.comparingInt(Event::at)).toList());
    }

    int kills() {
        return replicas.stream().mapToInt(List::size).sum();
    }

    /** Kills at random moments, spread over the work, each fifth in the middle of a start. */
    static List<Event> kills(Random random, int times, int work) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            boolean early = i % 5 == 4;
            events.add(new Event(Kind.KILL, moment(random, i, times, work), null, 0, early,
                    random.nextInt(early ? 2500 : 150)));
        }
        return events;
    }

    /** Each of the points so many times, in random order, at the latest at this passing. */
    static List<Event> points(Random random, List<Point> points, int rounds, int latest) {
        List<Point> order = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            order.addAll(points);
        }
        Collections.shuffle(order, random);
        return order.stream()
                .map(point -> new Event(Kind.KILL, 0, point, 1 + random.nextInt(latest), false, random.nextInt(500)))
                .toList();
    }

    /** So many of one kind, spread over the work. */
    static List<Event> others(Random random, Kind kind, int times, int work) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            events.add(new Event(kind, moment(random, i, times, work), null, 0, false, 200 + random.nextInt(1800)));
        }
        return events;
    }

    /** The kills of both, taken in turn. */
    static List<Event> inTurn(List<Event> some, List<Event> others) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < Math.max(some.size(), others.size()); i++) {
            some.stream().skip(i).findFirst().ifPresent(events::add);
            others.stream().skip(i).findFirst().ifPresent(events::add);
        }
        return events;
    }

    /** Where a process that starts when this many of its events are over is to end itself. */
    static Map<Point, Integer> passings(List<Event> events, int over) {
        return events.stream().skip(over).findFirst().filter(event -> event.point() != null)
                .map(event -> Map.of(event.point(), event.passing())).orElse(Map.of());
    }

    private static int moment(Random random, int number, int times, int work) {
        return work * number / times + random.nextInt(Math.max(1, work / times));
    }
}
