package io.github.reactorchutes.resilience;

/**
 * A fixed number of permits. One thread at a time grants them in a loop, so that many calls that end immediately do not
 * recurse on one stack.
 */
final class PermitGate implements Gate, Permit {

    private final WaitingLine line;

    private final SerialTask serving = new SerialTask(this::admitFirst);

    PermitGate(int permits, int maxWaiting) {
        this.line = new WaitingLine(permits, maxWaiting);
    }

    @Override
    public void enter(Waiter waiter) {
        switch (line.enter(waiter)) {
            case ADMITTED -> waiter.admitted(this);
            case QUEUED -> serving.run();
            case REFUSED -> waiter.refused("all permits are in use and the queue is full");
        }
    }

    @Override
    public boolean leave(Waiter waiter) {
        return line.leave(waiter);
    }

    @Override
    public void giveBack() {
        line.addPermit();
        serving.run();
    }

    @Override
    public int available() {
        return line.permits();
    }

    @Override
    public int waiting() {
        return line.size();
    }

    private boolean admitFirst(FirstFailure failures) {
        Waiter first = line.admitFirst();
        if (first == null) {
            return false;
        }
        failures.run(() -> first.admitted(this));
        return true;
    }
}
