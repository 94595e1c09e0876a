package io.github.reactorchutes.fetch;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Resolves with another group, and rejects addresses that a rule forbids. Reactor Netty's
 * {@code resolvedAddressesSelector} (1.3.8) could reject them too, but {@code TransportConnector} leaves the channel open
 * when it does. Once it closes the channel, this class and {@link GuardedResolver} can go.
 */
final class GuardedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final Supplier<? extends AddressResolverGroup<?>> lookup;

    private final AddressRule rule;

    /**
     * Create a group that does not own, and thus does not close, the delegate.
     *
     * @param lookup supplies the delegate, once for each event loop
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
