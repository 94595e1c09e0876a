package io.github.reactorchutes.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "100.100.100.200",
                "168.63.129.16",
                "::ffff:168.63.129.16",
                "169.254.0.0",
                "169.254.170.2",
                "192.0.0.192",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fd00:42::42",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "1fff:ffff::1",
                "2001::1",
                "2001:1ff:ffff::1",
                "2001:db8::1",
                "2001:db8:ffff::1",
                "2002:7f00:1::1",
                "3fff::1",
                "3fff:fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(AddressRule.PUBLIC.problem(parse(address))).startsWith("the host has a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2001:4860::1",
                "2001:db7::1",
                "2001:db9::1",
                "2003::1",
                "2606:4700::1",
                "3ffe::1",
                "3fff:1000::1"
            })
    void letsPublicAddressesPass(String address) throws UnknownHostException {
        assertThat(AddressRule.PUBLIC.problem(parse(address))).isNull();
        assertThat(AddressRule.PUBLIC_OR_LOOPBACK.problem(parse(address))).isNull();
        assertThat(AddressRule.LOOPBACK.problem(parse(address))).contains("loopback addresses only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    void letsLoopbackPassWhereItIsAllowed(String address) throws UnknownHostException {
        assertThat(AddressRule.PUBLIC_OR_LOOPBACK.problem(parse(address))).isNull();
        assertThat(AddressRule.LOOPBACK.problem(parse(address))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.0/8", "169.254.169.254, link-local", "fe80::1, 2000::/3", "2002::1, 6to4"})
    void namesTheRangeAndNotTheAddress(String address, String range) throws UnknownHostException {
        assertThat(AddressRule.PUBLIC.problem(parse(address))).contains(range).doesNotContain(address + " ");
    }

    @Test
    void judgesAMappedAddressThatStayedIpv6ByItsIpv4() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};

        assertThat(AddressRule.PUBLIC.problem(Inet6Address.getByAddress(null, mapped, -1)))
                .contains("10.0.0.0/8");
    }

    @Test
    void takesNoCompatibleAddressForItsIpv4() throws UnknownHostException {
        byte[] compatible = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8};

        assertThat(AddressRule.PUBLIC.problem(InetAddress.getByAddress(compatible)))
                .contains("2000::/3");
    }

    private static InetAddress parse(String address) throws UnknownHostException {
        return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address));
    }
}
