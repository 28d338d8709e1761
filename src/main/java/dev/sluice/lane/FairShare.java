package dev.sluice.lane;

import java.util.Arrays;

/** How a limit is divided among those who share it. */
final class FairShare {

    private FairShare() {
    }

    /**
     * What one of them may have: as much as it wants where that is no more than its equal part, and of what others leave
     * as much as all who want more. What nobody wants is divided as what is wanted. All of them together get no more
     * than the limit.
     *
     * @param wanted by each of them, more than nothing
     * @param one    which of them
     */
    static long of(long limit, long[] wanted, int one) {
        long[] inOrder = wanted.clone();
        Arrays.sort(inOrder);
        long left = limit;
        for (int i = 0; i < inOrder.length; i++) {
            long equal = left / (inOrder.length - i);
            if (inOrder[i] > equal) {
                return Math.min(wanted[one], equal);
            }
            left -= inOrder[i];
        }
        long sum = limit - left;
        return wanted[one] + left * wanted[one] / sum;
    }

    /**
     * The same of what cannot be parted: one by one in their order, from the first. Where that moves on, each has its
     * time even where there is less than one for each.
     */
    static long ofWhole(long limit, long[] wanted, int first, int one) {
        long[] given = new long[wanted.length];
        long left = limit;
        for (boolean more = true; more && left > 0;) {
            more = false;
            for (int i = 0; i < given.length && left > 0; i++) {
                int next = (first + i) % given.length;
                if (given[next] < wanted[next]) {
                    given[next]++;
                    left--;
                    more = true;
                }
            }
        }
        int place = Math.floorMod(one - first, given.length);
        return given[one] + left / given.length + (place < left % given.length ? 1 : 0);
    }
}
