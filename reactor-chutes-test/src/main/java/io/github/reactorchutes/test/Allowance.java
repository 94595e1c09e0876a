package io.github.reactorchutes.test;

/**
 * A quota of calls a day and what was used of it.
 *
 * @param quota the calls of a day
 * @param used how many were used
 */
record Allowance(int quota, int used) {

    Allowance of(int newQuota) {
        return new Allowance(newQuota, used);
    }

    Allowance after(int newUsed) {
        return new Allowance(quota, newUsed);
    }

    boolean isUsedUp() {
        return used >= quota;
    }
}
