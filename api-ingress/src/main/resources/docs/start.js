SwaggerUIBundle({
  dom_id: '#reference',
  urls: [
    { name: 'API', url: 'v3/api-docs' },
    { name: 'Administration', url: 'v3/api-docs/admin' },
    { name: 'Providers', url: 'v3/api-docs/providers' },
  ],
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // Keys stay in the page, and the document goes nowhere.
  persistAuthorization: false,
  validatorUrl: null,
});
