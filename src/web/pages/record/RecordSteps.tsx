import { Link } from '@tanstack/react-router';
import { Icon } from '../../ui/Icon.tsx';

/** The side bar's links to what the server keeps. */
export function RecordSteps() {
  return (
    <>
      <div className="side-head">
        <Icon name="device" />
        Inventory
      </div>
      <Link className="side-link sub" to="/devices">
        Devices
      </Link>
      <Link className="side-link sub" to="/imports">
        Imports
      </Link>
      <div className="side-head">
        <Icon name="lock" />
        Settings
      </div>
      <Link className="side-link sub" to="/audit">
        Audit log
      </Link>
      <Link className="side-link sub" to="/account">
        My sign-in
      </Link>
      <Link className="side-link sub" to="/tokens">
        API tokens
      </Link>
      <div className="side-head">
        <Icon name="bug" />
        Assessments
      </div>
    </>
  );
}
