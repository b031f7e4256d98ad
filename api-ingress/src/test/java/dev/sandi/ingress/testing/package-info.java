/** The ingress as its clients and its neighbours see it. */
package dev.sandi.ingress.testing;
