-- The authorities that an app trusts and the certificate that it shows when its callbacks connect; the
-- key is sealed. Null for as all apps' do.
alter table apps add column callback_tls jsonb;
