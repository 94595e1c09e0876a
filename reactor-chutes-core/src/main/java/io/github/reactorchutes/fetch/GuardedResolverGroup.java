package io.github.reactorchutes.fetch;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Resolves with another group, and lets nothing through that a rule refuses. */
final class GuardedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final Supplier<? extends AddressResolverGroup<?>> lookup;

    private final AddressRule rule;

    /**
     * Create a group that owns nothing: the one that looks up is not closed with it.
     *
     * @param lookup supplies the group that looks up, once for each event loop
     */
    GuardedResolverGroup(Supplier<? extends AddressResolverGroup<?>> lookup, AddressRule rule) {
        this.lookup = lookup;
        this.rule = rule;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new GuardedResolver(executor, lookup.get().getResolver(executor), rule);
    }
}
