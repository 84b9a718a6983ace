// The code that single-page shops were told to write against this API, as it stands, run from the first registration on.
import { check, lastShown, shown, tokenFromMail } from './browser.mjs';

async function attemptTokenRefresh() {
  const refresh = localStorage.getItem('refresh_token');
  if (!refresh) {
    redirectToLogin();
    return false;
  }

  try {
    const response = await fetch('/api/v1/auth/refresh/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh })
    });

    if (response.ok) {
      const { access, refresh: newRefresh } = await response.json();
      localStorage.setItem('access_token', access);
      localStorage.setItem('refresh_token', newRefresh);
      return true;
    } else if (response.status === 401) {
      // Session terminated or refresh token invalid
      clearTokens();
      redirectToLogin('Your session has expired. Please log in again.');
      return false;
    }
  } catch (error) {
    console.error('Token refresh failed:', error);
    clearTokens();
    redirectToLogin();
    return false;
  }
}

async function checkActiveSessions() {
  try {
    const response = await fetch('/api/v1/auth/sessions/', {
      headers: { 'Authorization': `Bearer ${localStorage.getItem('access_token')}` }
    });

    if (response.ok) {
      const sessions = await response.json();
      const activeSessions = sessions.length;
      const currentSession = sessions.find(s => s.is_current);

      // Show session management UI
      updateSessionsUI({
        total: activeSessions,
        current: currentSession,
        others: sessions.filter(s => !s.is_current)
      });
    }
  } catch (error) {
    console.error('Failed to check sessions:', error);
  }
}

async function secureLogout() {
  const tokens = {
    access: localStorage.getItem('access_token'),
    refresh: localStorage.getItem('refresh_token')
  };

  // Always clear local tokens first
  clearTokens();

  if (tokens.refresh) {
    try {
      await fetch('/api/v1/auth/logout/', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Authorization': `Bearer ${tokens.access}`
        },
        body: JSON.stringify({ refresh: tokens.refresh })
      });
    } catch (error) {
      // Logout endpoint handles errors gracefully
      console.log('Logout cleanup completed');
    }
  }

  redirectToLogin();
}

function clearTokens() {
  localStorage.removeItem('access_token');
  localStorage.removeItem('refresh_token');
}

async function register() {
  const registerResponse = await fetch('/api/v1/auth/register/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      email: 'user@example.com',
      username: 'johndoe',
      password: 'SecurePassword123',
      first_name: 'John',
      last_name: 'Doe',
      phone: '+1234567890'  // Optional
    })
  });

  if (registerResponse.ok) {
    const { message, user } = await registerResponse.json();
    check('registered', message, 'Registration successful. Please check your email to verify your account.');
    showEmailVerificationMessage(user.email);
  }

  // Registration validation errors
  if (!registerResponse.ok) {
    const errors = await registerResponse.json();

    // Handle field-specific validation errors
    if (errors.email) {
      // "A user with this email already exists."
      showFieldError('email', errors.email[0]);
    }
    if (errors.username) {
      // "A user with this username already exists."
      showFieldError('username', errors.username[0]);
    }
    if (errors.password) {
      showFieldError('password', errors.password[0]);
    }
  }
}

async function verify(token) {
  const verifyResponse = await fetch(`/api/v1/auth/verify-email/${token}/`);
  if (verifyResponse.ok) {
    const { message } = await verifyResponse.json();
    check('verified', message, 'Email verified successfully. You can now log in.');
    redirectToLogin();
  }

  // Email verification errors
  if (verifyResponse.status === 400) {
    const error = await verifyResponse.json();
    const errorMessages = {
      'invalid_token': 'Invalid verification token.',
      'token_used': 'This verification token has already been used.',
      'token_expired': 'This verification token has expired. Please request a new one.'
    };
    check('the words of the answer', error.detail, errorMessages[error.code]);
    showVerificationError(errorMessages[error.code] || error.detail);
  }
}

async function resend() {
  const resendResponse = await fetch('/api/v1/auth/resend-verification/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'user@example.com' })
  });
  check('resent', resendResponse.status, 200);
}

async function login(password = 'SecurePassword123', email = 'user@example.com') {
  const loginResponse = await fetch('/api/v1/auth/login/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      email,
      password
    })
  });

  // Rate limiting errors (429 Too Many Requests)
  if (loginResponse.status === 429) {
    const { detail } = await loginResponse.json();
    showRateLimitMessage(detail);
    return;
  }

  // Authentication errors (400 Bad Request)
  if (loginResponse.status === 400) {
    const errors = await loginResponse.json();
    if (errors.non_field_errors) {
      const errorMessages = {
        'invalid_credentials': 'Invalid email or password.',
        'inactive_account': 'User account is not active. Please verify your email.',
        'required_fields': 'Must include email and password.'
      };
      check('the words of the answer', errors.non_field_errors[0], errorMessages[errors.code]);
      showLoginError(errors.non_field_errors[0]);
    }
    return;
  }

  const { access, refresh, user } = await loginResponse.json();
  check('signed in as', user.email, 'user@example.com');

  // Store tokens securely
  localStorage.setItem('access_token', access);
  localStorage.setItem('refresh_token', refresh);
}

async function request(path) {
  const access = localStorage.getItem('access_token');
  const apiResponse = await fetch(path, {
    headers: { 'Authorization': `Bearer ${access}` }
  });

  // Session-related errors (401 Unauthorized)
  if (apiResponse.status === 401) {
    const error = await apiResponse.json();

    if (error.detail === 'Session has been terminated') {
      // Session was deactivated - force re-login
      clearTokens();
      redirectToLogin('Your session has been terminated. Please log in again.');
    } else if (error.detail === 'No active sessions found') {
      // No active sessions - re-authentication required
      clearTokens();
      redirectToLogin('Please log in to continue.');
    } else {
      // Token expired or invalid - try refresh
      await attemptTokenRefresh();
    }
  }
  return apiResponse;
}

async function deactivate(sessionId) {
  const access = localStorage.getItem('access_token');
  const deactivateResponse = await fetch(`/api/v1/auth/sessions/${sessionId}/deactivate/`, {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${access}` }
  });
  check('deactivated', deactivateResponse.status, 200);
}

async function logoutAllOthers() {
  const access = localStorage.getItem('access_token');
  const logoutAllResponse = await fetch('/api/v1/auth/sessions/deactivate-all/', {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${access}` }
  });
  return (await logoutAllResponse.json()).deactivated_count;
}

async function changePassword(current_password, new_password) {
  const access = localStorage.getItem('access_token');
  const changePasswordResponse = await fetch('/api/v1/auth/change-password/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Authorization': `Bearer ${access}` },
    body: JSON.stringify({ current_password, new_password })
  });

  // Password change errors
  if (changePasswordResponse.status === 400) {
    const errors = await changePasswordResponse.json();
    if (errors.current_password) {
      showFieldError('current_password', 'Current password is incorrect.');
    }
    if (errors.new_password) {
      showFieldError('new_password', errors.new_password[0]);
    }
  }
}

await register();
check('told to look for mail', lastShown(), ['showEmailVerificationMessage', 'user@example.com']);
const token = await tokenFromMail();
await login();
check('not yet', lastShown(), ['showLoginError', 'User account is not active. Please verify your email.']);
await verify(token);
check('may log in', lastShown(), ['redirectToLogin']);
await verify(token);
check('used', lastShown(), ['showVerificationError', 'This verification token has already been used.']);
await verify('00000000-0000-4000-8000-000000000000');
check('unknown', lastShown(), ['showVerificationError', 'Invalid verification token.']);
await resend();
await register();
check('taken', shown.slice(-2), [
  ['showFieldError', 'email', 'A user with this email already exists.'],
  ['showFieldError', 'username', 'A user with this username already exists.'],
]);

await login();
await login();
check('works', (await request('/api/v1/auth/sessions/')).status, 200);
check('refreshed', await attemptTokenRefresh(), true);
await checkActiveSessions();
const [, ui] = lastShown();
check('two sessions', [ui.total, ui.current.is_current, ui.others.length], [2, true, 1]);
await deactivate(ui.others[0].id);
await login();
check('the other one', await logoutAllOthers(), 1);
const stats = await (await request('/api/v1/auth/sessions/stats/')).json();
check('stats', [stats.active_sessions, stats.max_allowed, stats.expire_days], [1, 5, 30]);

const stale = localStorage.getItem('access_token');
await attemptTokenRefresh();
const renewed = localStorage.getItem('refresh_token');
localStorage.setItem('access_token', stale);
check('a stale token is refused', (await request('/api/v1/auth/sessions/')).status, 401);
check('and renewed', localStorage.getItem('refresh_token') !== renewed, true);
check('then it works', (await request('/api/v1/auth/sessions/')).status, 200);

await changePassword('wrong', '12345');
check('both wrong', shown.slice(-2), [
  ['showFieldError', 'current_password', 'Current password is incorrect.'],
  ['showFieldError', 'new_password', 'This password is too short. It must contain at least 8 characters.'],
]);

const access = localStorage.getItem('access_token');
await secureLogout();
check('signed out', lastShown(), ['redirectToLogin']);
check('no tokens', localStorage.getItem('refresh_token'), null);
localStorage.setItem('access_token', access);
await request('/api/v1/auth/sessions/');
check('ended', lastShown(), ['redirectToLogin', 'Your session has been terminated. Please log in again.']);
check('nothing to refresh', await attemptTokenRefresh(), false);

for (let tries = 0; tries < 5; tries += 1) {
  await login('wrong', 'nobody@example.com');
  check('wrong', lastShown(), ['showLoginError', 'Invalid email or password.']);
}
await login('wrong', 'nobody@example.com');
check('limited', lastShown(), ['showRateLimitMessage', 'Too many failed login attempts. Please try again later.']);
console.log('done');
